from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...exceptions import ApplicationRefused
from ...logic.application import Answer
from ...logic.checklist import paper_fault
from .credit_application import CHANGEABLE
from .credit_checklist_item import KINDS

STATUSES = [
    ("missing", "Missing"),
    ("expired", "Expired"),
    ("undated", "Without Expiry Date"),
    ("rejected", "Rejected"),
    ("given", "To Check"),
    ("accepted", "Accepted"),
]
ANALYST = "customer_credit_view.group_credit_analyst"
# What the checklist asks for, in the words in which it asks.
ASKED = frozenset({"application_id", "item_id", "name", "note", "kind", "type_id", "is_required", "is_public"})


class CreditApplicationAnswer(models.Model):
    """A row of the checklist in one application: as it was asked, and what was answered."""

    _name = "credit.application.answer"
    _inherit = ["evidence.guarded"]
    _description = "Answer to the Checklist"
    _order = "sequence, id"
    _act_fields = frozenset({"verdict", "checked_by_id", "checked_at"})

    application_id = fields.Many2one("credit.application", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="application_id.company_id")
    item_id = fields.Many2one("credit.checklist.item", string="Row", readonly=True, index=True, ondelete="set null")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    note = fields.Text(string="Advice")
    kind = fields.Selection(KINDS, required=True)
    type_id = fields.Many2one("credit.document.type", string="Document")
    is_required = fields.Boolean(string="Required")
    is_public = fields.Boolean(string="Asked of the Customer")
    text = fields.Text(string="Answer")
    document_ids = fields.Many2many("credit.document", string="Documents", help="What was handed in for this row.")
    verdict = fields.Selection(
        [("open", "To Check"), ("accepted", "Accepted"), ("rejected", "Rejected")],
        required=True,
        default="open",
        readonly=True,
        string="Our Check",
    )
    checked_by_id = fields.Many2one("res.users", string="Checked by", readonly=True)
    checked_at = fields.Datetime(string="Checked on", readonly=True)
    status = fields.Selection(STATUSES, compute="_compute_status")

    @api.depends("kind", "text", "verdict", "document_ids.state", "document_ids.expiry_date")
    def _compute_status(self):
        today = fields.Date.context_today(self)
        for answer in self:
            answer.status = answer._get_status(today)

    def _get_status(self, today):
        """How far this row is on ``today``. A document decides by itself, everything else by our check."""
        if self.kind != "document":
            answered = bool((self.text or "").strip()) or self.verdict != "open"
            return "missing" if not answered else "given" if self.verdict == "open" else self.verdict
        papers = {document: document._to_paper() for document in self.sudo().document_ids}
        fault = paper_fault(papers.values(), today)
        if fault:
            return fault.value
        counting = [document for document, paper in papers.items() if not paper_fault([paper], today)]
        return "accepted" if any(document.state == "accepted" for document in counting) else "given"

    @api.constrains("document_ids", "type_id")
    def _check_documents(self):
        for answer in self.filtered("document_ids"):
            application = answer.application_id
            # sudo: a document of another company is refused, not hidden.
            for document in answer.sudo().document_ids:
                is_own = (document.partner_id, document.company_id) == (application.partner_id, application.company_id)
                if not is_own or (answer.type_id and document.type_id != answer.type_id):
                    raise ApplicationRefused(
                        self.env._(
                            "%(row)s of %(application)s: a document of another customer, company or type does not"
                            " answer it. Please hand in the right one.",
                            row=answer.name,
                            application=application.name,
                        )
                    )

    def write(self, vals):
        self._check_changeable(vals)
        if ASKED.intersection(vals):
            self._check_not_asked()
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers._check_changeable({"application_id": True})
        return answers

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_closed(self):
        self._check_changeable({"application_id": True})
        self._check_not_asked()

    def _check_not_asked(self):
        """Rows follow from the checklist (``_fill_checklist``, as superuser), and are not talked away."""
        if not self.env.su and (asked := self.filtered("item_id")):
            raise ApplicationRefused(
                self.env._("%s is what the checklist asks for, and stays. A manager changes it.", asked[0].name)
            )

    def _check_changeable(self, vals):
        if vals and any(application.state not in CHANGEABLE for application in self.application_id):
            raise ApplicationRefused(
                self.env._(
                    "The checklist of %s is closed: somebody has recommended on it.", self.application_id[0].name
                )
            )

    def action_open_documents(self):
        """Open what was handed in for this row, to look at it and to accept or reject it."""
        self.ensure_one()
        return self.document_ids._get_records_action(name=self.name)

    def action_accept(self):
        """Accept what was answered; a check of ours is done with it."""
        return self._check("accepted")

    def action_reject(self):
        return self._check("rejected")

    def action_reset(self):
        return self._check("open")

    def _check(self, verdict):
        self.check_access("write")
        if not self.env.user.has_group(ANALYST):
            raise AccessError(self.env._("Only analysts of credit check an application."))
        self._check_changeable({"verdict": verdict})
        if self.filtered(lambda answer: answer.kind == "document"):
            raise ApplicationRefused(self.env._("Documents are accepted or rejected themselves: open the document."))
        if verdict == "accepted" and self.filtered(lambda one: one.kind == "question" and one.status == "missing"):
            raise ApplicationRefused(self.env._("There is no answer to accept. Please enter what the customer said."))
        done = verdict != "open"
        self._act(
            {
                "verdict": verdict,
                "checked_by_id": self.env.uid if done else False,
                "checked_at": fields.Datetime.now() if done else False,
            }
        )
        return True

    def _to_answer(self):
        """This row as ``logic.application`` sees it."""
        verdicts = {"accepted": "accepted", "rejected": "rejected"}
        is_given = self.status in ("given", "accepted") or (self.kind != "document" and self.status == "rejected")
        return Answer(self.name, self.is_required, self.is_public, is_given, verdicts.get(self.status, "open"))
