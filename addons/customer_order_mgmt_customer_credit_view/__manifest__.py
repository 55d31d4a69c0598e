{
    "name": "Customer Orders: Credit",
    "summary": "Accepted customer orders count in what customers owe.",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Customer Order Suite",
    "license": "LGPL-3",
    "depends": ["customer_order_mgmt", "customer_credit_view"],
    "data": ["views/credit_profile_views.xml"],
    "auto_install": True,
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
