{
    "name": "Order Gate: example",
    "summary": "How a client adds a finding and a kind of rule.",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Customer Order Suite",
    "license": "LGPL-3",
    "depends": ["order_gate"],
    "data": ["views/order_gate_rule_views.xml", "views/product_template_views.xml", "views/stock_picking_views.xml"],
}
