import hashlib

from odoo import api, fields, models
from odoo.tools import split_every

from ...exceptions import ListRefused
from ...logic.screening_country import country_code, folded
from ...logic.screening_list import ListFault, ListNote, ListUnreadable
from ...logic.screening_name import name_of
from ...logic.screening_reading import read_list

# A new file with fewer than this share of the parties is more often cut off than right.
FEWEST = 0.5
BATCH = 2000


class CreditScreeningList(models.Model):
    """Loading a list: a file becomes its version in force, or one sentence says why not."""

    _inherit = "credit.screening.list"

    def action_load(self):
        """Open the form in which files are loaded into this list."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Load %s", self.code),
            "res_model": "credit.screening.load",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_list_id": self.id},
        }

    def _load(self, files, allow_fewer=False):
        """Put the parties of ``files`` (``logic.screening_file.File``) in force and return the new version.

        Customers are compared with it soon, in the background. Raises ``ListRefused``.
        """
        self.ensure_one()
        self.check_access("write")
        hashes = sorted(hashlib.sha256(file.content).hexdigest() for file in files)
        fingerprint = hashlib.sha256("\n".join(hashes).encode()).hexdigest()
        if self.current_id.fingerprint == fingerprint:
            raise ListRefused(self.env._("This is the file in force: nothing to load."))
        listing = self._read(files)
        self._check_not_cut_off(listing, allow_fewer)
        # sudo: versions and parties are written by loading alone.
        version = self.sudo()._keep(listing, files, fingerprint)
        payload = {
            "version": version.number,
            "published": version.published or None,
            "files": hashes,
            "parties": version.party_count,
            "names": version.name_count,
        }
        self._seal("credit.list_loaded", payload)
        # sudo: whoever may load a list may have the customers compared with it.
        self.env.ref("customer_credit_view.ir_cron_screen").sudo()._trigger()
        return version

    def _read(self, files):
        try:
            return read_list(files)
        except ListUnreadable as unreadable:
            raise ListRefused(self._get_fault_sentence(unreadable)) from unreadable

    def _check_not_cut_off(self, listing, allow_fewer):
        before = self.current_id.party_count
        if not allow_fewer and len(listing.parties) < before * FEWEST:
            raise ListRefused(
                self.env._(
                    "The file names %(now)s parties, the version in force %(before)s: it may be cut off. Look at it,"
                    " and tick that fewer parties are right to load it all the same.",
                    now=len(listing.parties),
                    before=before,
                )
            )

    def _keep(self, listing, files, fingerprint):
        old = self.current_id
        version = self.env["credit.screening.version"].create(
            {
                "list_id": self.id,
                "number": max(self.version_ids.mapped("number"), default=0) + 1,
                "format": listing.format.value,
                "published": listing.published,
                "file_names": ", ".join(file.name for file in files),
                "fingerprint": fingerprint,
                "loaded_at": fields.Datetime.now(),
                "loaded_by_id": self.env.uid,
                "party_count": len(listing.parties),
                "name_count": sum(len(party.names) for party in listing.parties),
                "notes": "\n".join(self._get_note_sentence(note, value) for note, value in listing.notes),
            }
        )
        self._act({"current_id": version.id})
        self.env.registry.clear_cache()
        self._keep_parties(version, listing.parties)
        old._forget_parties()
        return version

    def _keep_parties(self, version, parties):
        known = self._get_countries()
        quiet = self.env(context={"tracking_disable": True})
        for some in split_every(BATCH, parties):
            kept = quiet["credit.screening.party"].create(
                [self._prepare_party_vals(version, party, known) for party in some]
            )
            rows = [
                {
                    "party_id": row.id,
                    "version_id": version.id,
                    "name": name.text,
                    "is_weak": name.is_weak,
                    "keys": " ".join(sorted(name_of(name.text).keys)),
                }
                for row, party in zip(kept, some, strict=True)
                for name in party.names
            ]
            quiet["credit.screening.name"].create(rows)

    def _prepare_party_vals(self, version, party, known):
        codes = sorted({country_code(country, known) for country in party.countries} - {""})
        content = "\n".join([party.kind, *sorted(name.text for name in party.names), *party.countries])
        return {
            "version_id": version.id,
            "reference": party.reference or party.name,
            "kind": party.kind.value,
            "name": party.name,
            "programme": party.programme,
            "remark": party.remark[:2000],
            "countries": ", ".join(party.countries),
            "country_codes": ",".join(codes),
            "content_hash": hashlib.sha256(content.encode()).hexdigest(),
        }

    @api.model
    def _get_countries(self):
        """Return the codes of the database's countries by their folded names, in English, which publishers write."""
        # sudo: country names are no secret, and a loader needs no right on them.
        countries = self.env["res.country"].sudo().with_context(lang="en_US").search_fetch([], ["name", "code"])
        return {folded(country.name): country.code for country in countries if country.code}

    # Sentences

    def _get_fault_sentence(self, unreadable):
        """Return why a file is no list, and what to do, in one sentence."""
        value = unreadable.value
        sentences = {
            ListFault.EMPTY: self.env._("The file is empty. Please download it again."),
            ListFault.TOO_LARGE: self.env._("The file is larger than %s MB, which no list is.", value),
            ListFault.TOO_LARGE_INSIDE: self.env._(
                "The archive unpacks to more than %s MB, which no list is: nothing of it was read.", value
            ),
            ListFault.PROTECTED: self.env._("%s is protected by a password. Please unpack it first.", value),
            ListFault.NESTED: self.env._("%s is an archive within an archive. Please unpack it first.", value),
            ListFault.TOO_MANY_FILES: self.env._("The archive holds more than %s files. Please load one list.", value),
            ListFault.DAMAGED: self.env._("The file is damaged or incomplete. Please download it again."),
            ListFault.ENTITIES: self.env._(
                "The file declares a document type or entities, which no publisher of a list does: nothing was read."
            ),
            ListFault.ENCODING: self.env._("The text is neither UTF-8 nor UTF-16. Please save the file as UTF-8."),
            ListFault.NOT_TEXT: self.env._("The file is neither XML nor CSV. Please load one of these formats."),
            ListFault.QUOTES: self.env._("The quotation marks near line %s do not match. Please correct them.", value),
            ListFault.WEB_PAGE: self.env._("This is a web page, not a list. Please download the file behind it."),
            ListFault.OTHER_OFAC: self.env._(
                "This is OFAC's advanced or enhanced file. Please load SDN.XML, CONSOLIDATED.XML or the CSV files."
            ),
            ListFault.UNKNOWN_FORMAT: self.env._(
                "This is no list that is known here (it begins with “%s”). Please load a list of the EU, the UN or"
                " OFAC, or a CSV file with a column “name”.",
                value,
            ),
            ListFault.COLUMN_MISSING: self.env._("The column “%s” is missing. Please add it.", value),
            ListFault.NAME_MISSING: self.env._("Row %s has no name. Please enter it, or remove the row.", value),
            ListFault.MIXED: self.env._("These files are not one list. Please load one list at a time."),
            ListFault.MAIN_MISSING: self.env._(
                "These are aliases or addresses without the parties. Please load SDN.CSV with them."
            ),
            ListFault.NO_PARTY: self.env._(
                "The file names nobody: with it, everybody would be clear. Please download it again."
            ),
        }
        return sentences[unreadable.fault]

    def _get_note_sentence(self, note, value):
        sentences = {
            ListNote.ALIASES_MISSING: self.env._("Loaded without aliases: %s was not among the files.", value),
            ListNote.ADDRESSES_MISSING: self.env._("Loaded without countries: %s was not among the files.", value),
            ListNote.COUNT_DIFFERS: self.env._("The file says that it holds %s entries, and does not.", value),
            ListNote.NAMELESS: self.env._("Entries without a name, left out: %s.", value),
        }
        return sentences[note]
