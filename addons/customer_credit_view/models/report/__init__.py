from . import (
    credit_concentration,
    credit_hold_analysis,
    credit_loss_matrix,
    credit_loss_matrix_history,
    credit_loss_rate,
    credit_open_item,
    credit_work,
    credit_work_kinds,
    credit_work_decisions,
)
