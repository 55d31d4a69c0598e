from contextlib import suppress
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..logic.early_warning import EarlyWarning, Reason
from .common import READER
from .rule_common import CreditRuleCommon

# Of the customer, never of the seller's own order of 15,000.
FIGURES = ("100,000", "100000", "89,000", "89000", "104,000", "104000", "4,000", "4000", "73 %")


@tagged("post_install", "-at_install")
class TestSellerReads(CreditRuleCommon):
    """Who has no rights on accounting sees standings and what holds his own order, and no figure of the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = cls._today()
        cls._rule("limit_used", percent=100)
        cls._limit(100000)
        cls.invoice = cls._invoice(89000, today, due=today + timedelta(days=30))
        cls.order = cls._order([(cls.pump, 150, 100.0)])
        cls.env.flush_all()

    def dump(self, records, user=None):
        """Return all that the seller can read of ``records``, as one text."""
        records = records.with_user(user or self.seller)
        texts = []
        for name in records.fields_get():
            with suppress(AccessError):
                texts.append(str(records.read([name])))
        return " ".join(texts)

    def dump_around(self, records):
        """Return what the seller finds beside ``records``: messages, tasks, files and followers."""
        texts = []
        for model, name in (("mail.message", "model"), ("mail.activity", "res_model"), ("ir.attachment", "res_model")):
            found = self.env[model].with_user(self.seller)
            texts.append(self.dump(found.search([(name, "=", records._name), ("res_id", "in", records.ids)])))
        return " ".join(texts)

    def assert_no_figures(self, text):
        self.assertFalse([figure for figure in (*FIGURES, self.invoice.name) if figure in text])

    def hold(self, act, document):
        with self.assertHeld(document) as held:
            act()
        return held.hold

    def test_hold_of_his_own_order(self):
        hold = self.hold(self.order.action_confirm, self.order)
        self.assertIn("4,000", self.dump(hold.finding_ids, self.controller))
        self.assertIn("15000", self.dump(hold))
        for records in (hold, hold.finding_ids, self.order, self.order.order_line, self._profile()):
            self.assert_no_figures(self.dump(records))
        for records in (hold, self.order, self._profile()):
            self.assert_no_figures(self.dump_around(records))

    def test_release_with_conditions_and_the_hold_of_the_goods(self):
        hold = self.hold(self.order.action_confirm, self.order)
        items = self.invoice.line_ids.filtered("amount_residual")
        conditions = [
            {"kind": "deposit", "amount": 4000, "name": "A deposit of $ 4,000.00 comes before the goods leave."},
            {"kind": "payment", "item_ids": [Command.set(items.ids)], "name": f"{self.invoice.name} is paid."},
        ]
        hold = hold.with_user(self.controller)
        hold._release_with_conditions(conditions, "Fine.", resume=True)
        self.assertEqual(self.order.state, "sale")
        picking = self.order.sudo().picking_ids
        for move in picking.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        shipping = self.hold(picking.button_validate, picking)
        self.assertIn("4,000", self.dump(shipping.finding_ids, self.controller))
        self.assertIn("Deposit", self.dump(shipping.finding_ids))
        for records in (hold, shipping):
            for text in (self.dump(records), self.dump(records.finding_ids), self.dump_around(records)):
                self.assert_no_figures(text)
        with self.assertRaises(AccessError):
            hold.sudo().release_condition_ids.with_user(self.seller).read(["name"])

    def test_words_of_a_warning_are_for_readers(self):
        profile = self._profile()
        self.company.credit_warning_is_on = True
        profile.user_id = self.seller
        profile._take_warning([EarlyWarning(Reason.SLOWING, 17.3, 3.0), EarlyWarning(Reason.BROKEN_TERMS, 41, 3)])
        activity = profile.activity_ids
        self.assertEqual(activity.user_id, self.seller)
        log = self.env["mail.message"].with_user(self.reader).search([("model", "=", "credit.profile")])
        self.assertIn("17.3", str(log.mapped("body")))
        own = profile.with_user(self.seller)
        for text in (self.dump(activity), self.dump(own), self.dump_around(profile)):
            self.assertNotIn("17.3", text)
            self.assertNotIn("41 items", text)
        self.assertIn("early warning", activity.with_user(self.seller).note)

    def test_nobody_guesses_through_messages_and_tasks(self):
        profile = self._profile()
        profile._message_log(body="Limit of 5,000 granted.")
        profile.activity_schedule("mail.mail_activity_data_todo", note="Owes 7,000", user_id=self.analyst.id)
        own = profile.with_user(self.seller)
        for name, text in (
            ("message_ids.body", "5,000"),
            ("website_message_ids.body", "5,000"),
            ("activity_ids.note", "7,000"),
            ("activity_ids", "7,000"),
            ("activity_summary", "7,000"),
        ):
            with self.subTest(name):
                with self.assertRaises(AccessError):
                    own.search([(name, "ilike", text)])
                with self.assertRaises(AccessError):
                    self.customer.with_user(self.seller).search([(f"credit_profile_ids.{name}", "ilike", text)])
        tasks = self.env["mail.activity"].with_user(self.seller).search([("res_model", "=", "credit.profile")])
        self.assertFalse(tasks)
        with self.assertRaises(AccessError):
            profile.activity_ids.with_user(self.seller).read(["note"])

    def test_no_field_for_readers_can_be_searched_or_grouped(self):
        """Fields with a search of their own are not looked at by the ORM."""
        guarded = [
            (model, name)
            for model in self.env.registry
            if not self.env[model]._abstract and not self.env[model]._transient
            for name, field in self.env[model]._fields.items()
            if READER in (field.groups or "").split(",") and (field.store or field.search)
        ]
        self.assertGreater(len(guarded), 20)
        for model, name in guarded:
            records = self.env[model].with_user(self.seller)
            value = self.sample(records._fields[name])
            for act in (
                lambda records=records, name=name, value=value: records.search([(name, "=", value)], limit=1),
                lambda records=records, name=name, value=value: records.search([(name, "in", [value])], limit=1),
                lambda records=records, name=name: records.search([], order=name, limit=1),
                lambda records=records, name=name: records.formatted_read_group([], [name], ["__count"]),
            ):
                with self.subTest(model=model, field=name):
                    self.assertTrue(self.is_refused(act))

    def sample(self, field):
        """Return a value that ``field`` may have."""
        if field.type == "selection":
            return field.get_values(self.env)[0]
        texts = dict.fromkeys(("char", "text", "html"), "x")
        return {**texts, "date": "2027-01-31", "datetime": "2027-01-31 00:00:00", "boolean": True}.get(field.type, 1)

    def is_refused(self, act):
        try:
            act()
        except (AccessError, UserError, ValueError, NotImplementedError):
            return True
        return False

    def test_models_of_figures_are_closed(self):
        for model in self.env.registry:
            if not model.startswith("credit.") or model in ("credit.profile", "credit.dispute", "credit.document.type"):
                continue
            records = self.env[model]
            if not records._abstract and not records._transient:
                with self.subTest(model), self.assertRaises(AccessError):
                    records.with_user(self.seller).search([])
