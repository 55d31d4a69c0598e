import { showRefusals } from "@evidence_ledger/refusals";

showRefusals("customer_order_mgmt", [
    "OrderIncomplete",
    "AcceptedOrderIsBinding",
    "AcceptanceFailed",
    "OrderStateRefused",
    "OrderFileRefused",
    "AcknowledgementRefused",
    "ConsentIncomplete",
    "CounterOfferExpired",
    "AmendmentRefused",
    "DraftRefused",
    "SubmissionRefused",
    "OrderFileKnown",
    "InvoicingRefused",
    "MilestoneIsInvoiced",
    "TickRefused",
    "IncidentRefused",
    "UnknownWork",
    "AdvanceModeRefused",
    "DifferenceRefused",
    "RegisterIsClosed",
]);
