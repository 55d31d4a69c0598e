"""Codes of UN/ECE Recommendation 20 for the units that come with Odoo, with the spellings met in orders."""

# Recommendation 20 has several codes for "each": C62 (one), EA, H87 (piece), NAR (number of articles), PCE of old.
UNECE_UNITS = {
    "C62": "uom.product_uom_unit",
    "EA": "uom.product_uom_unit",
    "H87": "uom.product_uom_unit",
    "NAR": "uom.product_uom_unit",
    "PCE": "uom.product_uom_unit",
    "DZN": "uom.product_uom_dozen",
    "KGM": "uom.product_uom_kgm",
    "GRM": "uom.product_uom_gram",
    "TNE": "uom.product_uom_ton",
    "LBR": "uom.product_uom_lb",
    "ONZ": "uom.product_uom_oz",
    "MIN": "uom.product_uom_minute",
    "HUR": "uom.product_uom_hour",
    "DAY": "uom.product_uom_day",
    "MTR": "uom.product_uom_meter",
    "CMT": "uom.product_uom_cm",
    "MMT": "uom.product_uom_millimeter",
    "KMT": "uom.product_uom_km",
    "INH": "uom.product_uom_inch",
    "FOT": "uom.product_uom_foot",
    "YRD": "uom.product_uom_yard",
    "SMI": "uom.product_uom_mile",
    "MTK": "uom.product_uom_square_meter",
    "FTK": "uom.product_uom_square_foot",
    "MLT": "uom.product_uom_milliliter",
    "LTR": "uom.product_uom_litre",
    "MTQ": "uom.product_uom_cubic_meter",
    "FTQ": "uom.product_uom_cubic_foot",
    "INQ": "uom.product_uom_cubic_inch",
    "OZA": "uom.product_uom_floz",
    "QT": "uom.product_uom_qt",
    "GLL": "uom.product_uom_gal",
    "KWH": "uom.product_uom_kwh",
}
SPELLINGS = {"pc": "C62", "pcs": "C62", "piece": "C62", "pieces": "C62", "each": "C62", "stk": "C62", "st": "C62"}


def unit_key(text: str) -> str:
    """Return what two spellings of one unit share.

    >>> unit_key(" Pcs. "), unit_key("kg")
    ('pcs', 'kg')
    """
    return " ".join(text.split()).rstrip(".").casefold()


def unece_code(text: str) -> str:
    """Return the code that ``text`` is or stands for, empty when there is none.

    >>> unece_code("c62"), unece_code("pcs."), unece_code("barrel")
    ('C62', 'C62', '')
    """
    code = SPELLINGS.get(unit_key(text), text.strip().upper())
    return code if code in UNECE_UNITS else ""
