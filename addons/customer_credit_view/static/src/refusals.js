import { showRefusals } from "@evidence_ledger/refusals";

showRefusals("customer_credit_view", [
    "StandingRefused",
    "StatementRefused",
    "CreditFileRefused",
    "ScorecardRefused",
    "AssessmentRefused",
    "BureauRefused",
    "LimitRefused",
    "ProposalRefused",
]);
