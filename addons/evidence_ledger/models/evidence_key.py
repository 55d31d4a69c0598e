from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import ormcache

from ..exceptions import EvidenceSecretMissing
from ..logic import signature
from ..logic.event_schema import EventSchema
from ..tools import guard_table
from ..tools.secret import read_secret


class Signer(NamedTuple):
    """Who signs the checkpoints of a company; without a private key, ``obstacle`` says why."""

    key: models.BaseModel
    private_key: object | None = None
    obstacle: str | None = None

    @property
    def fingerprint(self):
        return self.key.fingerprint if self.private_key else None


class EvidenceKey(models.Model):
    """The Ed25519 key with which a company signs its checkpoints.

    Old keys stay, so that what they signed verifies. The private half is encrypted with a secret that the database does
    not hold: a copy of the database alone signs nothing.
    """

    _name = "evidence.key"
    _inherit = ["evidence.mixin"]
    _description = "Evidence Key"
    _order = "activated_at desc, id desc"
    _rec_name = "fingerprint"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict", index=True)
    fingerprint = fields.Char(required=True, readonly=True, help="SHA-256 of the public key: printed on documents.")
    public_key = fields.Text(required=True, readonly=True)
    private_key = fields.Char(groups=fields.NO_ACCESS, copy=False)
    database_uuid = fields.Char(
        "Database", required=True, readonly=True, help="The database that the key was made for."
    )
    activated_at = fields.Datetime("Active since", required=True, readonly=True, default=fields.Datetime.now)
    retired_at = fields.Datetime("Retired on", readonly=True)

    _one_active = models.UniqueIndex("(company_id) WHERE retired_at IS NULL", "A company signs with one key at a time.")
    _one_fingerprint = models.Constraint("UNIQUE (fingerprint)")

    def init(self):
        guard_table(self.env.cr, self._table, columns=["company_id", "fingerprint", "public_key", "activated_at"])

    def action_rotate(self):
        """Retire this key and sign with a new one from now on."""
        self.ensure_one()
        self.env.user._check_evidence_officer()
        self.check_access("read")
        self._rotate()
        return {"type": "ir.actions.act_window_close"}

    def _rotate(self):
        # sudo: an officer starts the rotation, no role writes keys.
        retired = self.sudo()
        retired._seal("key.retired", {"fingerprint": self.fingerprint})
        retired.write({"retired_at": fields.Datetime.now(), "private_key": False})
        # The new key may be for the place of the old one: it has to leave the unique index first.
        retired.flush_recordset()
        self.env.registry.clear_cache()
        return retired._generate(self.company_id)

    @api.model
    def _generate(self, company):
        secret = read_secret()
        if not secret:
            raise EvidenceSecretMissing(
                self.env._(
                    "No secret is configured: set EVIDENCE_LEDGER_SECRET for the server, or secret in odoo.conf."
                )
            )
        private_key = signature.new_key()
        public_key = signature.public_text(private_key)
        key = self.create(
            {
                "company_id": company.id,
                "fingerprint": signature.fingerprint(public_key),
                "public_key": public_key,
                "private_key": signature.encrypt_private(private_key, secret),
                "database_uuid": self._get_database_uuid(),
                # By the clock of checkpoints: an unsigned one that is younger than the first key needs an explanation.
                "activated_at": self.env["evidence.checkpoint"]._get_clock(),
            }
        )
        key._seal("key.activated", {"fingerprint": key.fingerprint, "algorithm": "Ed25519"})
        return key

    @api.model
    def _get_signer(self, company):
        """The ``Signer`` of ``company``; its first key is made here. For the sealer, as superuser."""
        key = self.search([("company_id", "=", company.id), ("retired_at", "=", False)])
        if self._is_copy(key):
            key._drop_private_key()
            return Signer(key, obstacle="copy")
        if not read_secret():
            return Signer(key, obstacle="no_secret")
        key = key or self._generate(company)
        try:
            return Signer(key, key._open())
        except ValueError:  # SecretMismatch, or a private key that somebody damaged: entries are sealed all the same
            return Signer(key, obstacle="other_secret")

    @api.model
    def _is_copy(self, key):
        """Whether this database is a copy of the one that ``key`` was made for: neutralized, or with a new uuid."""
        # sudo: two parameters that say which database this is; everyone may know whether it is a copy.
        parameters = self.env["ir.config_parameter"].sudo()
        is_neutralized = parameters.get_param("database.is_neutralized") in ("true", "True", "1")
        # sudo: as above. A company without a key, such as one that is made in a copy, is judged by the keys of others.
        keys = key or self.sudo().search([("retired_at", "=", False)])
        return is_neutralized or any(other.database_uuid != self._get_database_uuid() for other in keys)

    @api.model
    def _get_database_uuid(self):
        # sudo: as above.
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    def _drop_private_key(self):
        if self.private_key:
            self.private_key = False
            self.env.registry.clear_cache()

    # scrypt takes some 50 ms by design, and a key opens at every checkpoint.
    @ormcache("self.id")
    def _open(self):
        if not self.private_key:
            raise signature.SecretMismatch("The private key was dropped.")
        return signature.decrypt_private(self.private_key, read_secret(), self.public_key)

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "key.activated": EventSchema(1, {"fingerprint": "hash", "algorithm": "text"}),
            "key.retired": EventSchema(1, {"fingerprint": "hash"}),
        }
