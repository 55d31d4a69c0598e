"""How a benchmark tells its result: one line to read, and one JSON line in the file that SUITE_FIGURES names."""

import json
import os
import sys
from pathlib import Path


def report(name, ratio, limit, *, at_least=False, **details):
    """Print the ratio and its limit, and leave with 1 when it is not kept."""
    kept = ratio >= limit if at_least else ratio <= limit
    relation = "at least" if at_least else "at most"
    words = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in details.items())
    sys.stdout.write(f"{name}: ratio {ratio:.3f} (limit {relation} {limit}){'; ' + words if words else ''}\n")
    target = os.environ.get("SUITE_FIGURES")
    if target:
        figures = {"name": name, "ratio": round(ratio, 4), "limit": limit, "kept": kept, **details}
        with Path(target).open("a") as file:
            file.write(json.dumps(figures) + "\n")
    return 0 if kept else 1
