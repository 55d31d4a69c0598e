"""A program of its own: PDF on standard input, its words or the files inside of it as JSON on standard output.

It runs apart from Odoo because a hostile file may exhaust or crash whoever parses it. Nothing in the file is executed,
and no script of Odoo is loaded here. See ``pdf_reader``, which starts it.
"""

import base64
import json
import sys

import pypdfium2
import pypdfium2.raw as pdfium

PAGE_LIMIT = 30
CHAR_LIMIT = 150_000
FILE_LIMIT = 20
BYTE_LIMIT = 10 * 2**20
PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD
# A space that a writer left out between two words is wider than this part of a letter's height.
GAP = 0.25


def limit_memory(size):
    """Keep a file that unpacks to gigabytes from taking the server's memory. Not every platform can."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


def read(content, what):
    """Return what ``read_words`` or ``read_files`` does, or ``{"refusal": code}``."""
    try:
        document = pypdfium2.PdfDocument(content)
        page_count = len(document)
    except pypdfium2.PdfiumError as error:
        return {"refusal": "encrypted" if error.err_code == PASSWORD_NEEDED else "broken"}
    return read_files(document) if what == "files" else read_words(document, page_count)


def read_files(document):
    """Return ``{"files": [[name, content in Base64], ...]}``; files beyond the limits are left out."""
    files, left = [], BYTE_LIMIT
    for index in range(min(document.count_attachments(), FILE_LIMIT)):
        attachment = document.get_attachment(index)
        try:
            content = bytes(attachment.get_data())
        except pypdfium2.PdfiumError:
            continue
        if len(content) <= left:
            left -= len(content)
            files.append([attachment.get_name(), base64.b64encode(content).decode()])
    return {"files": files}


def read_words(document, page_count):
    """Return ``{"pages": [...], "page_count": n, "is_cut": whether there is more than was read}``."""
    pages, left, is_cut = [], CHAR_LIMIT, page_count > PAGE_LIMIT
    for index in range(min(page_count, PAGE_LIMIT)):
        try:
            words, used = _read_page(document[index], left)
        except pypdfium2.PdfiumError:
            continue
        pages.append({"number": index + 1, "words": words})
        left -= used
        if left <= 0:
            is_cut = True
            break
    if not any(page["words"] for page in pages):
        return {"refusal": "no_text" if page_count else "broken"}
    return {"pages": pages, "page_count": page_count, "is_cut": is_cut}


def _read_page(page, limit):
    text = page.get_textpage()
    place = _get_placement(page)
    words, word = [], None
    count = min(text.count_chars(), limit)
    for index in range(count):
        char = chr(pdfium.FPDFText_GetUnicode(text, index))
        if char.isspace() or not char.isprintable():
            word = _finish(word, words)
            continue
        left, top, right, bottom = place(*text.get_charbox(index, loose=True))
        if word and (left - word[2] > GAP * (bottom - top) or left < word[0] - 1 or abs(top - word[1]) > bottom - top):
            word = _finish(word, words)
        if word is None:
            word = [left, top, right, bottom, char]
        else:
            word = [word[0], min(word[1], top), max(word[2], right), max(word[3], bottom), word[4] + char]
    _finish(word, words)
    return words, count


def _finish(word, words):
    if word:
        words.append([*(round(value, 1) for value in word[:4]), word[4]])


def _get_placement(page):
    """Return a function from a box as PDF counts it, upwards, to left, top, right and bottom as the page is seen."""
    turns = page.get_rotation() // 90 % 4
    shown_width, shown_height = page.get_size()
    width, height = (shown_height, shown_width) if turns % 2 else (shown_width, shown_height)

    def place(left, bottom, right, top):
        return (
            (left, height - top, right, height - bottom),
            (bottom, left, top, right),
            (width - right, bottom, width - left, top),
            (height - top, width - right, height - bottom, width - left),
        )[turns]

    return place


if __name__ == "__main__":
    limit_memory(int(sys.argv[1]))
    try:
        answer = read(sys.stdin.buffer.read(), sys.argv[2])
    except MemoryError:
        answer = {"refusal": "too_large"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))
