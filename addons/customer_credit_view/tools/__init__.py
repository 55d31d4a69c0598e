from .counting import count_anew, count_table, create_counters, drop_counters, stop_counting
from .composing import composing, is_composing
from .file_words import file_sentence
from .statement_template import write_template
from .uploads import read_upload
