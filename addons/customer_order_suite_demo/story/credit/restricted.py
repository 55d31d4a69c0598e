"""Lists of restricted parties with invented names; one customer looked like one and was cleared."""

import base64

from odoo.addons.customer_credit_view.logic.screening_file import File

from ..paper import print_sheet

LISTS = {
    "EU": ("European Union, invented parties", ("eu.xml",)),
    "UN": ("United Nations, invented parties", ("un.xml",)),
    "OFAC": ("OFAC, invented parties", ("sdn.csv", "alt.csv", "add.csv")),
}


def tell(book):
    for code, (name, files) in LISTS.items():
        listed = book.once(
            f"screening_{code.lower()}",
            "credit.screening.list",
            name=name,
            code=f"{code}-DEMO",
            company_id=book.company.id,
            sequence=90,
            note="For trying the suite. Load the publishers' own files into the lists that come with it.",
        )
        content = [File(file, book.file(f"screening/{file}")) for file in files]
        listed.with_user(book.get("user_controller"))._load(content)
    customers = book.env["credit.profile"].search([("company_id", "=", book.company.id)])
    book.env["credit.screening.result"]._screen(customers)
    _clear(book)


def _clear(book):
    """The owner of Great Bend has the name of somebody listed, who is as old as his father."""
    analyst = book.get("user_analyst")
    hits = book.get("profile_greatbend").screening_hit_ids.with_user(analyst)
    sheet = print_sheet("Register of companies, Kansas", ("Great Bend Irrigation Co.", "Dale Whitaker, born 1976"))
    evidence = book.env["ir.attachment"].with_user(analyst)
    proof = evidence.create(
        {"name": "register.pdf", "datas": base64.b64encode(sheet), "res_model": "credit.screening.clear"}
    )
    hits._propose("birth", "Born in 1976 by the register; the listed person was born in 1948.", proof)
    hits.with_user(book.get("user_controller")).action_clear()
