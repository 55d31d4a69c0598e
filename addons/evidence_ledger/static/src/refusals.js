import { odooExceptionTitleMap, WarningDialog } from "@web/core/errors/error_dialogs";
import { registry } from "@web/core/registry";

const dialogs = registry.category("error_dialogs");

/**
 * Show refusals of an addon like any other refusal. The client knows errors by their full name, not by their
 * class: without this a subclass of UserError is shown as a crash.
 *
 * @param {string} addon whose `exceptions.py` defines the errors
 * @param {string[]} names
 * @param {string} [title] of the dialog; that of a UserError if empty
 */
export function showRefusals(addon, names, title) {
    for (const name of names) {
        const error = `odoo.addons.${addon}.exceptions.${name}`;
        odooExceptionTitleMap.set(error, title || odooExceptionTitleMap.get("odoo.exceptions.UserError"));
        dialogs.add(error, WarningDialog);
    }
}

showRefusals("evidence_ledger", [
    "UnknownEvidenceEvent",
    "EvidencePayloadError",
    "EvidenceIsImmutable",
    "EvidenceUnderHold",
    "EvidenceRetained",
    "EvidenceNotExported",
    "EvidenceSecretMissing",
    "ActRefused",
    "NumberRefused",
]);
