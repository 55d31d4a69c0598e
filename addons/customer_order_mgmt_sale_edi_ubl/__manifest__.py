{
    "name": "Customer Orders: UBL",
    "summary": "Electronic orders (UBL, Peppol) arrive as customer orders.",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Customer Order Suite",
    "license": "LGPL-3",
    "depends": ["customer_order_mgmt", "sale_edi_ubl"],
    "data": ["views/res_config_settings_views.xml"],
    "auto_install": True,
}
