"""The body of a mail as documents: its text with columns kept, and each table of an HTML mail.

>>> [[cell.text for cell in line.cells] for doc in body_documents("<p>PO <b>12</b></p><table><tr><td>Item</td>"
...  "<td>Qty</td></tr></table>") for line in doc.lines]
[['Item', 'Qty'], ['PO 12']]
"""

import re

from lxml import etree, html

from .page_text import Document, rows_document, text_document

SIZE_LIMIT = 500_000
ROW_LIMIT = 2_000
BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"})
# What was written before stands below such a line; it is not this order.
QUOTES = re.compile(
    r"^\s*(>|-{3,} ?(original|ursprüng|message d'origine)|_{10,}|(from|von|de|van): .*@)", re.IGNORECASE
)


def body_documents(body: str) -> list[Document]:
    """Return the tables of an HTML body, then its text without them. Quoted mails are left out."""
    if not body or not body.strip():
        return []
    try:
        root = html.fromstring(f"<div>{body[:SIZE_LIMIT]}</div>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return [text_document(body[:SIZE_LIMIT])]
    for quoted in root.xpath("//blockquote | //*[@data-o-mail-quote]"):
        quoted.drop_tree()
    tables = [table for table in root.iter("table") if not table.xpath(".//table")]
    documents = [document for document in map(_read_table, tables) if document.words]
    for table in tables:
        table.drop_tree()
    text = text_document(_own_words(_get_text(root)))
    return [*documents, text] if text.words else documents


def _read_table(table):
    rows = ([" ".join(cell.itertext()) for cell in row.iter("td", "th")] for row in table.iter("tr"))
    return rows_document(row for row, _count in zip(rows, range(ROW_LIMIT), strict=False))


def _get_text(root):
    parts = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if node.tag in BREAKS:
                parts.append("\n")
            parts.append(node.text or "")
        elif node is not root:
            parts += ["\n"] if node.tag in BREAKS else []
            parts.append(node.tail or "")
    return "".join(part for part in parts if isinstance(part, str)).replace("\u00a0", " ")


def _own_words(text):
    lines = []
    for line in text.splitlines():
        if QUOTES.match(line):
            break
        lines.append(line)
    return "\n".join(lines)
