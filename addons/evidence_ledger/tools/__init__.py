from .immutable import guard_table
