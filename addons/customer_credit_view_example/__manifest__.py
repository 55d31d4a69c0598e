{
    "name": "Customer Credit View: example",
    "summary": "How a client adds a criterion of a scorecard and a formula for limits.",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Customer Order Suite",
    "license": "LGPL-3",
    "depends": ["customer_credit_view"],
    "data": ["views/res_partner_views.xml"],
}
