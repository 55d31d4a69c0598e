{
    "name": "Evidence Ledger",
    "summary": "What was recorded cannot be changed unnoticed, and anyone can check it without Odoo.",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tools",
    "author": "Customer Order Suite",
    "license": "LGPL-3",
    "depends": ["mail"],
    "external_dependencies": {"python": ["rfc8785>=0.1.4", "cryptography>=42"]},
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
    ],
}
