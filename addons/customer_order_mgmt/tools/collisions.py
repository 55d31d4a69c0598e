"""Errors of a transaction that met another one: run again from the beginning, it may well succeed."""

import psycopg2.errors
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

# A unique index is how two runs learn that they plan the same thing at once.
COLLISIONS = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError, psycopg2.errors.UniqueViolation)
