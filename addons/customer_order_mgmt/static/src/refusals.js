import { showRefusals } from "@evidence_ledger/refusals";

showRefusals("customer_order_mgmt", [
    "OrderIncomplete",
    "AcceptedOrderIsBinding",
    "AcceptanceFailed",
    "OrderStateRefused",
    "InvoicingRefused",
    "MilestoneIsInvoiced",
    "TickRefused",
    "IncidentRefused",
    "AdvanceModeRefused",
    "DifferenceRefused",
    "RegisterIsClosed",
]);
