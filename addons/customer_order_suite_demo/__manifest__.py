{
    "name": "Customer Order Suite: demo company",
    "summary": "One believable company and its cast, for trying the suite.",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Customer Order Suite",
    "license": "LGPL-3",
    "depends": ["customer_order_mgmt", "customer_credit_view", "sale_management", "contacts"],
    # Not under "demo": a demo file that fails is only a warning, and then the first screens are empty.
    "data": ["data/story.xml"],
    "uninstall_hook": "uninstall_hook",
}
