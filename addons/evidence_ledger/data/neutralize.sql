-- A copy signs nothing and publishes nothing.
UPDATE evidence_key SET private_key = NULL;
UPDATE res_company SET evidence_anchor_emails = NULL;
