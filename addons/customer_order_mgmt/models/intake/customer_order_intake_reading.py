import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...logic.anchors import from_neutral, learn
from ...logic.confidence import PROVEN
from ...logic.intake_policy import DELAYS, TRIES, FileRole, get_delay
from ...logic.mail_body import body_documents
from ...logic.order_reading import OrderReading, read_order, read_structured

_logger = logging.getLogger(__name__)
BATCH = 100


class CustomerOrderIntake(models.Model):
    """Reading what came in, again and again until it works or a person is needed."""

    _inherit = "customer.order.intake"

    @api.model
    def _cron_read_intakes(self):
        """Read what is due, one message after the other; what fails is written on its own message."""
        ids = self.search(self._get_due_domain(), order="received_at, id", limit=BATCH).ids
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(ids))
        for intake_id in ids:
            intake = self.browse(intake_id).try_lock_for_update()
            # Another worker has it, or had it since.
            if intake.filtered_domain(self._get_due_domain()) and intake._has_try_left():
                intake._count_try()
                # A message that ends this process is not the first to be read next time.
                progress._commit_progress()
                if intake.try_lock_for_update().state in ("new", "failed"):
                    intake._try_to_read()
            if not progress._commit_progress(1):
                break

    @api.model
    def _get_due_domain(self):
        due = fields.Domain("next_try_at", "=", False) | fields.Domain("next_try_at", "<=", fields.Datetime.now())
        return (fields.Domain("state", "=", "new") & due) | (
            fields.Domain("state", "=", "failed") & fields.Domain("next_try_at", "<=", fields.Datetime.now())
        )

    def _try_to_read(self):
        """Read one message and keep what went wrong. Never raises, never commits."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self.with_company(self.company_id)._read_and_capture()
        except UserError as error:
            self._fail(str(error))
        except Exception as error:
            # Retried by the caller as a whole: another transaction was faster.
            if getattr(error, "pgcode", None) in ("40001", "40P01", "55P03"):
                raise
            _logger.warning("Incoming customer order %s could not be read", self.id, exc_info=True)
            self._fail(self.env._("Reading failed unexpectedly (%(error)s).", error=type(error).__name__))

    def _has_try_left(self):
        """Give up on a message whose reading never came to an end: its tries are over although none of them failed."""
        if self.try_count < TRIES:
            return True
        self._fail(self.env._("Reading broke off %(count)s times without an error.", count=self.try_count))
        return False

    def _count_try(self):
        """Note that reading begins, so that a reading that never ends counts as well."""
        delay = get_delay(self.try_count + 1) or get_delay(len(DELAYS))
        self._advance(
            self.state, try_count=self.try_count + 1, next_try_at=fields.Datetime.now() + timedelta(minutes=delay)
        )

    def _fail(self, error):
        self.invalidate_recordset()
        delay = get_delay(self.try_count)
        self._advance(
            "failed",
            error=error,
            next_try_at=fields.Datetime.now() + timedelta(minutes=delay) if delay else False,
        )
        if delay:
            self.env.ref("customer_order_mgmt.customer_order_intake_cron")._trigger(self.next_try_at)
        else:
            self._ask_responsible(self.env._("Read this order by hand"))

    def _read_and_capture(self):
        reading = self._read()
        self._advance("read", error=False, try_count=0, next_try_at=False, notice=self._get_notice(reading))
        if self.partner_id and reading.is_order:
            self._capture(reading)
        else:
            self._keep_fields(reading)
            self._ask_responsible(self.env._("Decide what this is"))

    def _read(self):
        """Return the ``OrderReading`` of the message: what files in a format say, else the text of pages and mail."""
        self.ensure_one()
        files = self._get_order_files()
        files._note(False)
        for index, file in enumerate(files):
            if order := file._read_structured():
                return read_structured(order, index, confidence=PROVEN)
        documents = [file._read_page_text() for file in files]
        sources = [(index, document) for index, document in enumerate(documents) if document]
        sources += [(None, document) for document in self._get_body_documents()]
        anchors = self.env["customer.order.anchor"]._get_anchors(self.partner_id, self.company_id)
        reading = read_order([document for _index, document in sources], anchors, month_first=self._is_month_first())
        return reading.with_sources([index for index, _document in sources]) if sources else OrderReading()

    def _get_order_files(self):
        """The files to read, the order first."""
        return self.file_ids.filtered(lambda file: file.is_part and file.role == FileRole.ORDER)

    def _get_body_documents(self):
        # sudo: the mail stays readable for whoever may work on what came of it, wherever its conversation is now.
        return body_documents(self.mail_message_id.sudo().body or "")

    def _find_anchor(self, field, value):
        """Return where ``value``, in its neutral form, stands in the documents, as ``Anchor``; None when nowhere."""
        documents = [file._read_page_text() for file in self._get_order_files()] + self._get_body_documents()
        for document in filter(None, documents):
            if found := learn(document, field, from_neutral(field, value), month_first=self._is_month_first()):
                return found
        return None

    def _is_month_first(self):
        """Whether 03/04 is the 4th of March for this sender."""
        partner = self.partner_id.commercial_partner_id
        return partner.country_id.code == "US" or (not partner.country_id and partner.lang == "en_US")

    def _get_notice(self, reading):
        notices = []
        if not reading.is_order:
            notices.append(self.env._("Nothing that looks like an order was found."))
        if not self.partner_id:
            notices.append(self.env._("Nobody knows whose order this is: press “Who Orders?”."))
        if reading.tables > 1:
            notices.append(self.env._("More than one file shows lines of an order; the first was read."))
        if reading.is_cut:
            notices.append(self.env._("The document is too long to be read as a whole: compare its last lines."))
        return "\n".join(notices) or False
