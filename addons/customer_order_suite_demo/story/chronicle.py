"""What became of the orders, day by day and with native documents, so that numbers and dates follow each other."""

from .deeds import DEEDS

# On one day the desk comes first: an order is received, decided, and then delivered, invoiced and paid.
ORDER_OF_A_DAY = ("receive", "accept", "reject", "advance", "deliver", "return", "invoice", "pay", "acknowledge")


def tell(book):
    """Play every deed of the orders that are still drafts."""
    waiting = {row["key"]: row for row in book.table("orders") if book.get(f"order_{row['key']}").state == "draft"}
    deeds = [*_decisions(waiting.values()), *(row for row in book.table("events") if row["order"] in waiting)]
    for deed in sorted(deeds, key=lambda row: (int(row["day"]), ORDER_OF_A_DAY.index(row["event"]), row["order"])):
        DEEDS[deed["event"]](book, book.get(f"order_{deed['order']}"), book.day(deed["day"]), deed["what"])
    # Progress is followed before a commit, and the proof that comes next is to contain it.
    book.env.cr.flush()


def _decisions(orders):
    for row in orders:
        if row["received"]:
            yield {"order": row["key"], "day": row["received"], "event": "receive", "what": ""}
        if row["decided"]:
            event = row["outcome"].removesuffix("ed")
            yield {"order": row["key"], "day": row["decided"], "event": event, "what": row["reason"]}
        if row["acknowledged"]:
            yield {"order": row["key"], "day": row["decided"], "event": "acknowledge", "what": ""}
