{
    "name": "Customer Credit View: Dunning Letters",
    "summary": "OCA's dunning runs leave out what is contested or promised.",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Customer Order Suite",
    "license": "AGPL-3",
    "depends": ["customer_credit_view", "account_credit_control"],
    "auto_install": True,
}
