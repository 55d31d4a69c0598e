from odoo.tests import HttpCase
from odoo.tools import mute_logger


class BrowserCommon(HttpCase):
    """Walks through tours as the people of a story, one after the other, in one order's life."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # While a browser is open, HttpCase runs what waits for the commit with each notification; the sealer needs
        # a transaction of its own, which a test does not have.
        cls.classPatch(cls.registry["evidence.checkpoint"], "_seal_after_commit", lambda checkpoints: None)

    def _walk(self, tour, user, url="/odoo"):
        """Let ``user`` do in the browser what ``tour`` says. Refusals that people read are logged, and meant."""
        with mute_logger("odoo.http"):
            self.start_tour(url, tour, login=user.login, timeout=120)
        self.env.invalidate_all()
