"""Which mobile numbers are sent a code: policy, by country. As of 2026-11-01.

A message costs the province money, so a number is written to only where it can be a visitor's phone: mobile numbers of
the countries that visitors come from. Premium, satellite and landline numbers are what pumping of messages lives on.
"""

import re
from collections.abc import Mapping
from typing import Final

# National numbers of countries whose whole mobile range we know by heart, by country code. They take in what is kept
# for fiction, which libphonenumber calls invalid. Korea: 010 alone (01X ended with 2G in 2021), eight digits behind it.
PATTERNS: Final[Mapping[int, re.Pattern[str]]] = {
    82: re.compile(r"10\d{8}"),
    81: re.compile(r"(?:60|70|80|90)\d{8}"),
    86: re.compile(r"1[3-9]\d{9}"),
    44: re.compile(r"7[1-57-9]\d{8}"),
}

# All countries served, ISO 3166; of those without a pattern libphonenumber knows what is mobile.
COUNTRIES: Final = frozenset(
    (
        *("KR", "JP", "CN", "TW", "HK", "MO", "MN", "SG", "MY", "TH", "VN", "PH", "ID", "IN"),
        *("KZ", "UZ", "AU", "NZ", "US", "CA", "MX", "BR", "IL", "TR", "AE", "SA"),
        *("GB", "IE", "FR", "DE", "AT", "CH", "NL", "BE", "LU", "ES", "PT", "IT"),
        *("SE", "NO", "DK", "FI", "IS", "PL", "CZ", "HU"),
    )
)
