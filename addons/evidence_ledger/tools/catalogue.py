"""The catalogue of sealed events as a document."""

HEADER = """\
# Sealed events

Every event that an addon seals, with the payload that verifiers will find in its entries. An unknown event or key is
refused. A key marked with `?` may be absent; `[]` stands for each item of a list. `personal` and `file` are kinds of
which the entry holds only the salted hash, and the hash, size and type.

Written from the code, with all addons installed:

    echo 'print(env["evidence.entry"]._render_event_catalogue(), end="")' |
        ./bin/odoo shell -d demo --log-level=critical > docs/events.md
"""


def render(sections):
    return "\n".join([HEADER, *sections])


def render_section(event, schema, subject, addon):
    """One event as Markdown."""
    owner = "every subject" if subject == "evidence.mixin" else f"`{subject}`"
    lines = [f"## `{event}`", "", f"Version {schema.version}, of {owner} ({addon}).", ""]
    lines += ["| key | kind |", "| --- | --- |"]
    lines += [f"| `{key}` | {kind} |" for key, kind in flat_keys(schema.keys)]
    return "\n".join([*lines, ""])


def flat_keys(spec, prefix=""):
    """``(dotted key, kind)`` of every value that a schema names."""
    if isinstance(spec, list):
        yield from flat_keys(spec[0], f"{prefix}[]")
    elif isinstance(spec, dict):
        for key, child in spec.items():
            yield from flat_keys(child, f"{prefix}.{key}" if prefix else key)
    else:
        yield prefix, spec
