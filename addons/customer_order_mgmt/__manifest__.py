{
    "name": "Customer Orders",
    "summary": "The customer's formal order from receipt to settlement.",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Customer Order Suite",
    "license": "LGPL-3",
    "depends": ["sale_stock", "portal", "evidence_ledger"],
    "external_dependencies": {"python": ["num2words>=0.5.10", "qrcode>=7.4"]},
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "data/product_data.xml",
    ],
    "application": True,
}
