from odoo import api, models

from ...logic.capture import ProblemCode


class CustomerOrder(models.Model):
    """The problems of captured orders in words."""

    _inherit = "customer.order"

    @api.model
    def _describe_problems(self, problems):
        """Return one sentence per problem: where, what is wrong, what to do."""
        sentences, labels = self._get_problem_sentences(), self._get_problem_labels()
        return [self._describe_problem(problem, sentences, labels) for problem in problems]

    def _describe_problem(self, problem, sentences, labels):
        sentence = sentences[problem.code] % {
            "value": problem.value,
            "other": problem.other,
            "column": labels.get(problem.column, problem.column),
        }
        if problem.row:
            return self.env._("Row %(row)s: %(sentence)s", row=problem.row, sentence=sentence)
        if problem.line:
            return self.env._("Line %(line)s: %(sentence)s", line=problem.line, sentence=sentence)
        return sentence

    @api.model
    def _get_problem_labels(self):
        """Return what users call the columns of tables and the fields of captured orders and lines."""
        return {**self._get_capture_labels(), **self.env["customer.order.parser"]._get_table_labels()}

    @api.model
    def _get_problem_sentences(self):
        """Return ``{code: sentence}``. Placeholders are value, other and column."""
        code = ProblemCode
        return {
            code.NUMBER_UNREADABLE: self.env._("%(column)s: “%(value)s” is no number."),
            code.NUMBER_DOUBTFUL: self.env._(
                "%(column)s: “%(value)s” can be read in two ways. Write it without a mark for thousands."
            ),
            code.DATE_UNREADABLE: self.env._("%(column)s: “%(value)s” is no day. Write it as 2027-03-31."),
            code.DATE_DOUBTFUL: self.env._(
                "%(column)s: “%(value)s” can be two different days. Write it as 2027-03-31."
            ),
            code.FORMULA: self.env._("%(column)s: “%(value)s” is a formula. Put the value in its place."),
            code.CELL_WITHOUT_COLUMN: self.env._(
                "“%(value)s” stands in no column. Name the column in the first row, or put values with a comma or"
                " semicolon in quotation marks."
            ),
            code.AMOUNT_IN_OTHER_CURRENCY: self.env._(
                "%(column)s: “%(value)s” is not in the currency of the order. Ask for an order in one currency."
            ),
            code.CHARGE_UNCLEAR: self.env._(
                "It is not clear whether “%(value)s” is an allowance or a charge, or of how much."
            ),
            code.FILE_UNREADABLE: self.env._("The enclosed file “%(value)s” is damaged."),
            code.REFERENCE_MISSING: self.env._(
                "The customer's order number is missing: it tells which rows belong together."
            ),
            code.HEAD_DIFFERS: self.env._(
                "%(column)s: “%(value)s” differs from “%(other)s”, which an earlier row of the same order says."
            ),
            code.NO_LINES: self.env._("The order has no line."),
            code.TOO_MANY_LINES: self.env._("The order has more than %(value)s lines. Split it into several orders."),
            code.CUSTOMER_MISSING: self.env._(
                "The customer is missing. Give its name, tax number or our number of it."
            ),
            code.CUSTOMER_UNKNOWN: self.env._(
                "No customer fits “%(value)s”. Create it first or correct the name or number."
            ),
            code.CUSTOMER_AMBIGUOUS: self.env._(
                "More than one customer fits “%(value)s”. Give the tax number or our number."
            ),
            code.DELIVERY_UNKNOWN: self.env._(
                "“%(value)s” is no address of the customer yet. Choose or create it on the draft."
            ),
            code.CURRENCY_UNKNOWN: self.env._(
                "The currency “%(value)s” is not in use here. Activate it or correct the code."
            ),
            code.PAYMENT_TERMS_UNKNOWN: self.env._(
                "The payment terms “%(value)s” are not known. Choose them on the draft."
            ),
            code.INCOTERM_UNKNOWN: self.env._("“%(value)s” is no Incoterm known here. Choose it on the draft."),
            code.FRAMEWORK_UNKNOWN: self.env._(
                "“%(value)s” is no framework order of the customer that is in force. Link it on the draft."
            ),
            code.ITEM_MISSING: self.env._("There is neither a code nor a description of the item."),
            code.PRODUCT_UNKNOWN: self.env._(
                "No product fits “%(value)s”. Correct the code, or order it as custom-made."
            ),
            code.PRODUCT_AMBIGUOUS: self.env._(
                "More than one product fits “%(value)s”. Give a code that only one has."
            ),
            code.PRODUCT_CONFLICT: self.env._(
                "The codes given for “%(value)s” mean different products. Correct one of them."
            ),
            code.PRODUCT_NOT_SOLD: self.env._(
                "%(value)s cannot be ordered. Give a product that is for sale and no combo."
            ),
            code.CHARGE_WITHOUT_PRODUCT: self.env._(
                "There is no product for the allowance or charge “%(value)s”. Set one in the settings."
            ),
            code.UNIT_UNKNOWN: self.env._("The unit “%(value)s” is not known. Give a unit by its name or UN/ECE code."),
            code.UNIT_NOT_CONVERTIBLE: self.env._(
                "“%(value)s” cannot be converted to %(other)s, the unit of the product."
            ),
            code.QUANTITY_MISSING: self.env._("The quantity is missing."),
            code.QUANTITY_NOT_POSITIVE: self.env._("The quantity %(value)s is not above zero."),
            code.QUANTITY_TOO_LARGE: self.env._("The quantity %(value)s is too large to be meant."),
            code.PRICE_NEGATIVE: self.env._("The price %(value)s is below zero."),
            code.PRICE_TOO_LARGE: self.env._("The price %(value)s is too large to be meant."),
            code.DISCOUNT_OUT_OF_RANGE: self.env._("The discount %(value)s is not between 0 and 100 %%."),
            code.DATE_OUT_OF_RANGE: self.env._("%(column)s: the day %(value)s is too far from today to be meant."),
            code.TEXT_TOO_LONG: self.env._("%(column)s: “%(value)s” is longer than %(other)s characters. Shorten it."),
            code.TEXT_UNREADABLE: self.env._(
                "%(column)s: “%(value)s” holds characters that cannot be read. Remove them."
            ),
        }

    @api.model
    def _get_capture_labels(self):
        """Return what users call the fields of captured orders and lines."""
        return {
            "buyer": self.env._("Customer"),
            "delivery": self.env._("Delivery address"),
            "customer_reference": self.env._("Order number"),
            "customer_date": self.env._("Order date"),
            "currency_code": self.env._("Currency"),
            "requested_date": self.env._("Requested date"),
            "payment_terms": self.env._("Payment terms"),
            "incoterm": self.env._("Incoterm"),
            "incoterm_location": self.env._("Place of the Incoterm"),
            "note": self.env._("Note"),
            "quotation_reference": self.env._("Quotation"),
            "framework_reference": self.env._("Framework order"),
            "product_code": self.env._("Our code"),
            "customer_product_code": self.env._("Customer's code"),
            "barcode": self.env._("Barcode"),
            "description": self.env._("Description"),
            "quantity": self.env._("Quantity"),
            "unit": self.env._("Unit"),
            "price_unit": self.env._("Unit price"),
            "discount": self.env._("Discount (%)"),
        }
