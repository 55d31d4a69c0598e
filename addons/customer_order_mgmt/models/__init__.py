from . import customer_order_contract  # the models of contracts inherit it
from . import customer_order_sealed_row
from . import customer_order_listed
from . import customer_order_guarded  # and those of what people write this one

# isort: split
from . import (
    account_move,
    customer_order,
    customer_order_acceptance,
    customer_order_binding_check,
    customer_order_content,
    customer_order_contract_content,
    customer_order_counter,
    customer_order_documents,
    customer_order_due,
    customer_order_gate,
    customer_order_guard,
    customer_order_line,
    customer_order_line_gate,
    customer_order_pack_documents,
    customer_order_portal,
    customer_order_progress,
    customer_order_receipt,
    customer_order_sales,
    customer_order_verification_visit,
    customer_order_version,
    customer_order_version_check,
    customer_order_version_due,
    customer_order_version_line,
    customer_order_version_tax,
    customer_order_version_verification,
    evidence_verification,
    ir_actions_report,
    order_gate_rule,
    res_company,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_line,
)
from . import capture

# isort: split
from . import agreement
from . import portal

# isort: split
from . import check  # payment and others fill its hooks

# isort: split
from . import payment
from . import invoicing
from . import goods
from . import intake

# isort: split
from . import worklist

# isort: split
from . import acknowledge  # takes changes to amendments

# isort: split
from . import register
