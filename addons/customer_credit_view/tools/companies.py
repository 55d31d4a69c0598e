from odoo.tools import SQL


def root_id(alias):
    """Return the SQL of the id of the main company of a row of ``res_company``, which ``alias`` names.

    Branches are no legal entity of their own: what their customers owe, and may owe, is decided in the main company.
    """
    return SQL("split_part(%s, '/', 1)::int", SQL.identifier(alias, "parent_path"))
