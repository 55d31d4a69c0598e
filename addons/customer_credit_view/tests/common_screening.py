from ..logic.screening_file import File
from .common import CreditCommon

LISTED = "Testneft Trading LLC"
PLAIN = f"""reference,name,aliases,countries,kind,programme,remark
R1,{LISTED},Testneft|ТЕСТНЕФТЬ ТРЕЙД,Belarus,organisation,TST,A test
R2,Ivan Petrovich Testovsky,Vanya Testovsky,RU,person,TST,
R3,Coral Testreef Shipping,,KP,organisation,TST,
"""


class ScreeningCommon(CreditCommon):
    """The company compares its customers with a list of three parties; ``_hit()`` makes the customer look like one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Who sets the scene.
        cls.env.user.sudo().group_ids |= cls.env.ref("customer_credit_view.group_credit_manager")
        cls.env["credit.screening.list"].search([]).action_archive()
        cls.company.credit_screening_mode = "enforce"
        cls.list = cls.env["credit.screening.list"].create({"name": "Own list", "code": "OWN"})
        cls.controller_2 = cls._user("controller_2", "customer_credit_view.group_credit_controller")

    @classmethod
    def _load(cls, content=PLAIN, screening_list=None, user=None, **kwargs):
        files = [File("list.csv", content.encode() if isinstance(content, str) else content)]
        return (screening_list or cls.list).with_user(user or cls.controller)._load(files, **kwargs)

    @classmethod
    def _screen(cls, *customers, company=None):
        everyone = cls.env["res.partner"].union(*customers)
        profiles = cls.env["credit.profile"]._get_for(everyone, company or cls.company).sudo()
        cls.env["credit.screening.result"]._screen(profiles)
        return profiles

    @classmethod
    def _customers(cls, number):
        return cls.env["res.partner"].create(
            [{"name": f"Number {index} of {number}", "is_company": True} for index in range(number)]
        )

    @classmethod
    def _hit(cls, name="Testneft Trade Ltd", **vals):
        """Return the open hit of a new customer called ``name``."""
        cls._load()
        customer = cls._customer(name, **vals)
        return cls._screen(customer).screening_hit_ids

    @classmethod
    def _evidence(cls, user=None, name="register.pdf"):
        vals = {"name": name, "raw": b"%PDF-1.7 register", "res_model": "credit.screening.clear"}
        return cls.env["ir.attachment"].with_user(user or cls.analyst).create(vals)

    @classmethod
    def _propose(cls, hit, user=None):
        user = user or cls.analyst
        hit.with_user(user)._propose("register", "Founded in Leeds in 1987.", cls._evidence(user).with_user(user))

    @classmethod
    def _clear(cls, hit):
        cls._propose(hit)
        hit.with_user(cls.controller).action_clear()
