from .counting import count_anew, count_table, create_counters, drop_counters, stop_counting
from .composing import composing, is_composing
from .rates import has_rate, rate_sentence
from .uploads import read_upload
