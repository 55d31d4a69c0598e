from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_order_counter_days = fields.Integer(
        string="Validity of Counter-offers",
        default=14,
        help="Days in which the customer may confirm a counter-offer or an amendment that we propose.",
    )
    customer_order_silence_is_consent = fields.Boolean(
        string="Silence Is Consent",
        help="Only if your terms of sale say so, and your law allows it: a counter-offer that the customer leaves"
        " unanswered counts as confirmed when its time is over. Otherwise it lapses.",
    )
    customer_order_late_is_counter = fields.Boolean(
        string="Later Dates Are Counter-offers",
        help="A promise later than the requested date makes a counter-offer that the customer must confirm. Otherwise"
        " the acknowledgement tells the customer the later date.",
    )
    customer_order_late_days = fields.Integer(
        string="Days of Grace", help="So many days after the requested date a promise still counts as the same date."
    )
