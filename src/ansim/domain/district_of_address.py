"""Read the district out of a Korean address."""

import re

# A road address gives the legal dong in brackets after it; a town or township (읍, 면) stands in the address itself.
_TOWN = re.compile(r"(?<!\S)([가-힣]{1,6}?[읍면])(?=\s|$|[가-힣]{1,6}\d?리(?!\S))")
_BRACKETED = re.compile(r"\(([가-힣0-9]{1,8}[동가])(?=[,)\s])")
_DONG = re.compile(r"(?<!\S)([가-힣]{1,6}[0-9]{0,2}[가]?동)(?!\S)")


def district_of(address: str) -> str:
    """The eup, myeon or dong (읍·면·동) that an address names, or an empty string."""
    for shape in (_TOWN, _BRACKETED, _DONG):
        if found := shape.search(address):
            return found.group(1)
    return ""
