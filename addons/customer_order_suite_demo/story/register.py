"""The book of orders: every month is closed but the last one that ended, which is left to whoever looks around."""

from dateutil.relativedelta import relativedelta


def tell(book):
    """Close the months, once: what becomes of their orders afterwards stands as a change in a later one."""
    if book.find("register_closing"):
        return
    closings = book.env["customer.order.register.closing"].with_user(book.get("user_manager"))
    last = book.today.replace(day=1) - relativedelta(months=2)
    month, closing = closings._get_next_month(book.company), None
    while month and month <= last:
        closing = closings._close_month(book.company, month)
        month += relativedelta(months=1)
    if closing:
        book.keep("register_closing", closing)
