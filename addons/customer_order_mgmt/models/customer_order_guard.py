from odoo import api, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from ..exceptions import AcceptedOrderIsBinding, OrderStateRefused
from .customer_order import OPEN_STATES

# What acts write, and nobody else.
ACT_FIELDS = frozenset(
    {
        "name",
        "state",
        "accepted_by_id",
        "reject_reason",
        "received_hash",
        "received_content",
        "current_version_id",
        "version_ids",
        "due_ids",
        "sale_order_ids",
        "amount_untaxed",
        "amount_tax",
        "amount_total",
        "shipped_percent",
        "invoiced_percent",
        "paid_percent",
        "commercial_partner_id",
        "register_number",
        "registered_date",
        "promised_date",
        "last_promised_date",
        "acknowledged_at",
        "acknowledgement_state",
        "counter_version_id",
        "counter_valid_until",
        "counter_confirmed_at",
        "consent_ids",
        "amendment_ids",
        "repudiated_date",
        "intake_ids",
        "portal_submitted_at",
    }
)
# What the act of receipt fixes: the number belongs to the company, and the day is sealed.
RECEIPT_FIELDS = frozenset({"company_id", "is_taken_over", "received_date"})
# What the customer and we agree on. Responsible person and chatter stay free.
CONTENT_FIELDS = frozenset(
    {
        "company_id",
        "partner_id",
        "partner_invoice_id",
        "partner_shipping_id",
        "customer_reference",
        "customer_date",
        "is_taken_over",
        "received_date",
        "accepted_date",
        "pricelist_id",
        "currency_id",
        "payment_term_id",
        "fiscal_position_id",
        "incoterm_id",
        "incoterm_location",
        "warehouse_id",
        "instructions",
        "terms",
        "source_attachment_ids",
    }
)


class CustomerOrder(models.Model):
    """States change by acts only, and content only while the order is open."""

    _inherit = "customer.order"

    @api.constrains("contact_id", "partner_id")
    def _check_contact_of_customer(self):
        # The acknowledgement is mailed to the contact: somebody else's would learn what this customer orders.
        for order in self.filtered(lambda order: order.contact_id and order.partner_id):
            if order.contact_id.commercial_partner_id != order.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(contact)s is no contact of %(customer)s.",
                        contact=order.contact_id.display_name,
                        customer=order.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_act_fields(name for vals in vals_list for name in vals)
        orders = super().create(vals_list)
        # A default from the context or from user settings comes in behind ``vals_list``.
        if any(order.state != "draft" or order.current_version_id for order in orders):
            raise OrderStateRefused(self.env._("A customer order begins as a draft."))
        orders._adopt_files()
        return orders

    def write(self, vals):
        self._refuse_act_fields(vals)
        if not CONTENT_FIELDS.isdisjoint(vals):
            self._check_open()
        if not RECEIPT_FIELDS.isdisjoint(vals):
            self._check_not_received()
        result = super().write(vals)
        if "source_attachment_ids" in vals:
            self._adopt_files()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_received(self):
        if any(order.state != "draft" for order in self):
            raise AcceptedOrderIsBinding(self.env._("A customer order that was received cannot be deleted."))

    def _advance(self, state, **vals):
        """Write what only acts may write. Overrides of ``write`` in later addons are not passed: extend the acts."""
        return super().write({"state": state, **vals})

    def _note(self, **vals):
        """Write what is only found out or decided by the program, without a change of state or content."""
        return super().write(vals)

    @api.model
    def _get_act_fields(self):
        """Return the names that only acts write. Extend with ``super()``."""
        return ACT_FIELDS

    def _refuse_act_fields(self, names):
        refused = self._get_act_fields().intersection(names)
        if refused:
            labels = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in refused))
            raise OrderStateRefused(
                self.env._("Receive, accept or reject the order instead of writing: %(fields)s", fields=labels)
            )

    def _check_open(self):
        closed = self.filtered(lambda order: order.state not in OPEN_STATES)
        if closed:
            raise AcceptedOrderIsBinding(
                self.env._("%(order)s is decided: its content can no longer be changed.", order=closed[0].name)
            )

    def _check_not_received(self):
        received = self.filtered(lambda order: order.state != "draft")
        if received:
            raise OrderStateRefused(
                self.env._("%(order)s was received: its company and that day stay as they are.", order=received[0].name)
            )

    def _claim(self, *, flush=True):
        """Collide with whatever else changes these orders at the same time.

        The rows are updated, not just locked: under REPEATABLE READ the loser then fails with a serialization error,
        which Odoo answers by running it again on what the winner left. Changing a line needs no claim, since every act
        writes the state that is stored on lines.

        Without ``flush`` nothing that waits to be computed is computed first: an order that is just being created has
        not all of its lines yet.
        """
        if self.ids:
            if flush:
                self.env.flush_all()
            self.env.cr.execute(SQL("UPDATE customer_order SET state = state WHERE id IN %s", tuple(self.ids)))

    def _begin_act(self, *states):
        """Take the order for an act that is possible in ``states`` only."""
        self.ensure_one()
        self._claim()
        if self.state not in states:
            current = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise OrderStateRefused(
                self.env._("%(order)s is %(state)s: this is not possible now.", order=self.name, state=current.lower())
            )

    def _check_manager(self):
        """Only a person who may bind the company accepts or rejects; superuser mode does not replace that person."""
        self.check_access("write")
        if not self.env.user.has_group("customer_order_mgmt.group_order_manager"):
            raise AccessError(self.env._("Only a manager of customer orders may accept or reject them."))
