import { showRefusals } from "@evidence_ledger/refusals";

showRefusals("customer_credit_view", [
    "AssessmentRefused",
    "BureauRefused",
    "CreditCoverRefused",
    "CreditFileRefused",
    "CreditRuleRefused",
    "DisputeRefused",
    "LimitRefused",
    "PledgeRefused",
    "ProposalRefused",
    "ReleaseConditionRefused",
    "ScorecardRefused",
    "StandingRefused",
    "StatementRefused",
    "UnknownCoverType",
    "UnknownCreditRule",
    "UnknownCreditWork",
]);
