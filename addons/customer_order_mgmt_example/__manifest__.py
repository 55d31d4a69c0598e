{
    "name": "Customer Orders: example",
    "summary": "How a client adds a check, a payment arrangement and a block of the acknowledgement.",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Customer Order Suite",
    "license": "LGPL-3",
    "depends": ["customer_order_mgmt"],
    "data": [
        "views/product_template_views.xml",
        "report/customer_order_acknowledgement_templates.xml",
    ],
}
