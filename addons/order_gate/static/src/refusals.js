import { showRefusals } from "@evidence_ledger/refusals";
import { _t } from "@web/core/l10n/translation";

showRefusals("order_gate", ["OrderHeld"], _t("Held"));
showRefusals("order_gate", ["HoldIsImmutable", "HoldStateRefused", "ReleaseRefused", "UnknownGateRule"]);
