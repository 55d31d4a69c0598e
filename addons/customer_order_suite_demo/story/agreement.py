"""What is being agreed on the day of the demo: a counter-offer, amendments in every stage, a dispute."""

import base64

LETTER = b"Dear Aldern,\n\nwe confirm the amendment as you proposed it.\n\nD. Whitfield\nLakeshore Process Equipment\n"
DENIAL = b"Dear Sirs,\n\nour purchasing never placed order 10519. Please take the pumps back.\n"


def tell(book):
    if book.get("order_31").state != "received" or book.get("order_32").state != "received":
        return
    _counter(book)
    _withdraw(book)
    _agree(book)
    _propose(book)
    _ask(book)
    _dispute(book)
    book.env.cr.flush()


def _counter(book):
    """Harrow wants four pumps in a month: three can be had, and the customer is asked."""
    order = book.get("order_31").with_user(book.get("user_manager"))
    order.line_ids[0].quantity = 3
    order.line_ids[0].instructions = "Three from stock; the fourth cannot be cast before the winter."
    order.action_accept()


def _withdraw(book):
    order = book.get("order_32").with_user(book.get("user_clerk"))
    order.action_withdraw("Ordered twice by mistake, says Mr Sluis on the phone.")


def _agree(book):
    """Lakeshore needs two pumps less; its letter is on file."""
    amendment = _amend(book, "24", "amendment_lakeshore", "The second skid is postponed to next year.")
    amendment.line_ids[0].quantity -= 2
    amendment.action_propose()
    amendment._record_customer_consent(
        {"channel": "document", "name": "D. Whitfield", "document_id": _file(book, "amendment.txt", LETTER).id}
    )


def _propose(book):
    """We cannot keep a date at Nordstein and ask for another."""
    amendment = _amend(book, "17", "amendment_nordstein", "Our fitter is on another site until then.", "company")
    amendment.line_ids[1].promised_date = book.day(12)
    amendment.action_propose()


def _ask(book):
    """Great Bend asked for more in the portal; nobody has decided yet."""
    amendment = _amend(book, "20", "amendment_great_bend", "We need two more for the second line.")
    amendment.line_ids[0].quantity += 2
    name = book.get("partner_greatbend_contact").name
    amendment._ask_by("portal")._request_by_customer({"channel": "portal", "name": name, "ip_address": "203.0.113.7"})


def _dispute(book):
    order = book.get("order_11").with_user(book.get("user_manager"))
    order.action_record_repudiation("Purchasing says it never placed this order.", _file(book, "denial.txt", DENIAL))


def _amend(book, key, name, reason, requested_by="customer"):
    values = {"order_id": book.get(f"order_{key}").id, "reason": reason, "requested_by": requested_by}
    amendment = book.env["customer.order.amendment"].with_user(book.get("user_manager")).create(values)
    return book.keep(name, amendment)


def _file(book, name, content):
    files = book.env["ir.attachment"].with_user(book.get("user_manager"))
    return files.create({"name": name, "datas": base64.b64encode(content)})
