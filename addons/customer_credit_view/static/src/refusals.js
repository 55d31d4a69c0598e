import { showRefusals } from "@evidence_ledger/refusals";

showRefusals("customer_credit_view", [
    "AssessmentRefused",
    "BureauRefused",
    "CreditCoverRefused",
    "CreditFileRefused",
    "CreditRuleRefused",
    "LimitRefused",
    "ProposalRefused",
    "ReleaseConditionRefused",
    "ScorecardRefused",
    "StandingRefused",
    "StatementRefused",
    "UnknownCoverType",
    "UnknownCreditRule",
]);
showRefusals("customer_credit_view", ["PledgeRefused", "DisputeRefused", "UnknownCreditWork"]);
