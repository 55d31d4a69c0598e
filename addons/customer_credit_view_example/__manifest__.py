{
    "name": "Customer Credit View: example",
    "summary": "How a client adds a criterion of a scorecard, a formula for limits and a kind of credit rule.",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Customer Order Suite",
    "license": "LGPL-3",
    "depends": ["customer_credit_view"],
    "data": ["views/res_partner_views.xml"],
}
