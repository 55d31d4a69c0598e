# Sourced by the commands: finds a Python that Odoo 19 runs on, then starts the set-up with it.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
        PYTHONPATH="$here" PYTHONDONTWRITEBYTECODE=1 exec "$candidate" -m _suite "$@"
    fi
done
echo "No Python 3.11, 3.12 or 3.13 was found: install one (Debian: apt-get install python3) or name it with PYTHON=/path/to/python3." >&2
exit 1
