{
    "name": "Order Gate",
    "summary": "One gate at acceptance, confirmation, shipment and invoice; every refusal explains itself.",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Customer Order Suite",
    "license": "LGPL-3",
    "depends": ["sale_stock", "account", "evidence_ledger"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_sequence.xml",
        "data/ir_cron.xml",
        "data/order_gate_rules.xml",
    ],
}
