import secrets
from typing import NamedTuple

from odoo.models import BaseModel

from ..logic import canonical


class Subject(NamedTuple):
    """Whose chain an entry belongs to."""

    company: BaseModel
    model: str
    key: str

    @property
    def place(self):
        return self.company.id, self.model, self.key


class Originals:
    """Takes from a payload what an entry must not hold, and hands out what stands for it."""

    def __init__(self):
        self.personal = {}
        self.files = {}

    def conceal(self, path, value):
        if not isinstance(value, str):
            raise ValueError(path)
        salt = secrets.token_hex(16)
        self.personal[path] = {"salt": salt, "value": value}
        return canonical.salted(salt, value)

    def describe(self, path, attachment):
        if not isinstance(attachment, BaseModel) or attachment._name != "ir.attachment" or len(attachment) != 1:
            raise ValueError(path)
        # sudo: the file is hashed, not shown; the caller chose which document it belongs to.
        attachment = attachment.sudo()
        content = attachment.raw or b""
        sha256 = canonical.digest(content)
        self.files[path] = {"attachment_id": attachment.id, "sha256": sha256}
        return {"sha256": sha256, "size": len(content), "mimetype": attachment.mimetype or ""}


class EntryDraft(NamedTuple):
    """An entry before it has its place in the chain; its payload only stands for the ``originals``."""

    subject: Subject
    event: str
    event_version: int
    payload: str
    reason: str | None
    originals: Originals
