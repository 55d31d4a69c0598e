from .counting import count_anew, count_table, create_counters, drop_counters, stop_counting
from .companies import root_id
from .composing import composing, is_composing
from .planning import forget, plan
from .rates import has_rate, rate_sentence
from .uploads import read_upload
