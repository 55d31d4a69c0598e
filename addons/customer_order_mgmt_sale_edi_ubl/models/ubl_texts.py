"""Texts, days and parties out of a UBL tree."""

from datetime import date

from odoo.addons.customer_order_mgmt.logic.capture import CapturedParty, Problem, ProblemCode, readable, short

GLN = "0088"  # ISO 6523 code of Global Location Numbers


def text_of(tree, path):
    """Return the text at ``path``, empty when there is none."""
    return readable((tree.findtext(path) if tree is not None else "") or "").strip()


def joined(tree, path):
    """Return all texts at ``path``, one below the other."""
    nodes = tree.iterfind(path) if tree is not None else ()
    return "\n".join(filter(None, (readable(node.text or "").strip() for node in nodes)))


def properties_of(item):
    """Return what the customer says about the item beyond its name, such as a colour: one property below the other."""
    pairs = (
        (text_of(node, "./{*}Name"), text_of(node, "./{*}Value"))
        for node in item.iterfind("./{*}Item/{*}AdditionalItemProperty")
    )
    return "\n".join(": ".join(filter(None, pair)) for pair in pairs if any(pair))


def day_of(tree, path, problems, line=0):
    """Return the day at ``path``. A time zone behind it, which XML allows, says nothing about the day."""
    text = text_of(tree, path)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        column = "customer_date" if path.endswith("IssueDate") else "requested_date"
        problems.append(Problem(ProblemCode.DATE_UNREADABLE, line=line, column=column, value=short(text)))
        return None


def party_of(tree, role, decoded):
    """Return the party of a role, of what the decoder read and what identifies it beyond."""
    holder = tree.find(f"./{{*}}{role}Party") if role != "Delivery" else tree.find("./{*}Delivery/{*}DeliveryParty")
    site = tree.find("./{*}Delivery/{*}DeliveryLocation") if role == "Delivery" else None
    party = holder.find("./{*}Party") if holder is not None and holder.find("./{*}Party") is not None else holder
    address = _address(site.find("./{*}Address") if site is not None else None) or _decoded_address(decoded)
    numbers = [party.find("./{*}EndpointID")] if party is not None else []
    numbers += list(party.iterfind("./{*}PartyIdentification/{*}ID")) if party is not None else []
    numbers += [site.find("./{*}ID")] if site is not None else []
    gln = next((node.text for node in numbers if node is not None and node.get("schemeID") == GLN), "")
    return CapturedParty(
        name=text_of(site, "./{*}Name") or text_of(party, "./{*}PartyName/{*}Name") or _clean(decoded["name"]),
        vat=_clean(decoded["vat"]),
        reference=text_of(holder, "./{*}SupplierAssignedAccountID"),
        gln=_clean(gln),
        endpoint_scheme=_clean(decoded.get("peppol_eas")),
        endpoint=_clean(decoded.get("peppol_endpoint")),
        contact_name=text_of(party, "./{*}Contact/{*}Name"),
        email=_clean(decoded["email"]),
        phone=_clean(decoded["phone"]),
        **address,
    )


def _decoded_address(decoded):
    found = decoded["postal_address"]
    return {
        "street": _clean(found["street"]),
        "zip": _clean(found["zip"]),
        "city": _clean(found["city"]),
        "country_code": _clean(found["country_code"]),
    }


def _address(node):
    found = {
        "street": text_of(node, "./{*}StreetName"),
        "zip": text_of(node, "./{*}PostalZone"),
        "city": text_of(node, "./{*}CityName"),
        "country_code": text_of(node, "./{*}Country/{*}IdentificationCode"),
    }
    return found if any(found.values()) else {}


def _clean(text):
    return readable(text or "").strip()
