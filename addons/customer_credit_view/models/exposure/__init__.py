from . import account_move_line
from . import sale_order_line
from . import credit_counter
from . import credit_profile_exposure
from . import credit_profile_past
from . import credit_proof
from . import credit_proof_difference
