from .immutable import guard_table
from .table_words import table_sentence
