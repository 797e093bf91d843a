"""Keep text from becoming a formula when a list of ours is opened in a spreadsheet."""

import unicodedata

# OWASP, "CSV Injection". Compatibility forms are folded first: ＝ and ﹣ count like = and -.
_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula."""
    return unicodedata.normalize("NFKC", text[:1]).startswith(_SIGNS)


def harmless(text: str) -> str:
    """The text as it may stand in a CSV file: an apostrophe before what would begin a formula."""
    return "'" + text if begins_formula(text) else text
