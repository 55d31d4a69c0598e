{
    "name": "Customer Credit View",
    "summary": "Who may owe us how much, and why.",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Customer Order Suite",
    "license": "LGPL-3",
    "depends": ["account", "portal", "order_gate"],
    "data": [
        "security/groups.xml",
        "security/profile/ir.model.access.csv",
        "security/rules_profile.xml",
        "data/ir_sequence.xml",
        "views/profile/credit_profile_views.xml",
        "views/profile/res_partner_views.xml",
        "views/credit_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["customer_credit_view/static/src/**/*"],
    },
}
