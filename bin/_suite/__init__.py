"""Set-up and commands behind bin/run, bin/test and bin/odoo.

Standard library only: it runs before any package is installed.
"""
