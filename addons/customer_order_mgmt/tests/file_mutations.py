"""Broken and hostile variants of good files, the same ones for the same seed."""

import io
import random
import zipfile

TOKENS = [
    b"",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x80\x9d",
    b'"',
    b"'",
    b";",
    b",",
    b"\n",
    b"\r\n\r\n",
    b"=1+1",
    b"=cmd|' /C calc'!A0",
    b"@SUM(A1)",
    b"-1",
    b"-0",
    b"0",
    b"1e999",
    b"99999999999999999999999999",
    b"NaN",
    b"Infinity",
    b"1.234",
    b"1,234",
    b"2027-02-31",
    b"0000-00-00",
    b"99999-01-01",
    "\u0664\u0662".encode(),
    "\u202e\U0001f4a5".encode(),
    b"%",
    b"_",
    b"%s %(x)s {0}",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&a;",
    b"&#0;",
    b"<b/>",
    b"]]>",
    b"<![CDATA[",
    b"x" * 300,
    b"x" * 70_000,
    b"<a>" * 300,
    b"../../etc/passwd",
]


def mutations(content, filename, count, seed):
    """Yield ``count`` variants of a file, each with its number."""
    for number in range(count):
        chance = random.Random(f"{seed}/{filename}/{number}")
        variant = content
        for _time in range(chance.choice((1, 1, 2, 4))):
            if variant.startswith(b"PK") and chance.random() < 0.8:
                variant = _mutate_part(variant, chance)
            else:
                variant = _mutate(variant, chance)
        yield number, variant


def _mutate(content, chance):
    if not content:
        return chance.choice(TOKENS)
    act = chance.choice((_flip, _cut, _double, _insert, _replace_word, _replace_word, _truncate, _swap))
    return act(content, chance)


def _place(content, chance):
    start = chance.randrange(len(content))
    return start, min(len(content), start + chance.randint(1, 80))


def _flip(content, chance):
    start, _end = _place(content, chance)
    return content[:start] + bytes([content[start] ^ (1 << chance.randrange(8))]) + content[start + 1 :]


def _cut(content, chance):
    start, end = _place(content, chance)
    return content[:start] + content[end:]


def _double(content, chance):
    start, end = _place(content, chance)
    return content[:end] + content[start:end] * chance.choice((1, 2, 50)) + content[end:]


def _insert(content, chance):
    start, _end = _place(content, chance)
    return content[:start] + chance.choice(TOKENS) + content[start:]


def _replace_word(content, chance):
    """Put a token in the place of a whole value, where it does the most."""
    start, _end = _place(content, chance)
    marks = b';,\n"><'
    left = max(content.rfind(bytes([mark]), 0, start) for mark in marks) + 1
    ends = [end for mark in marks if (end := content.find(bytes([mark]), start)) >= 0]
    return content[:left] + chance.choice(TOKENS) + content[min(ends, default=len(content)) :]


def _truncate(content, chance):
    return content[: chance.randrange(len(content))]


def _swap(content, chance):
    first, second = sorted(chance.randrange(len(content)) for _ in range(2))
    return content[second:] + content[first:second] + content[:first]


def _mutate_part(content, chance):
    """Break what is inside of a ZIP, so that it can still be unpacked."""
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            names = source.namelist()
            broken = chance.choice([name for name in names if name.endswith("sheet1.xml")] * 3 + names)
            for name in dict.fromkeys(names):
                part = source.read(name)
                copy.writestr(name, _mutate(part, chance) if name == broken else part)
    except Exception:
        return _mutate(content, chance)
    return target.getvalue()
