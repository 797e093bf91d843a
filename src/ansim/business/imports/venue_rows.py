"""A venue as a list gives it, and the rules for the cells that make it up."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from ansim.business.imports import words
from ansim.business.imports.licence_kinds import Chosen
from ansim.domain.categories import Category
from ansim.domain.district_of_address import district_of
from ansim.domain.facilities import CATEGORIES, Facility, only_kind
from ansim.domain.facility_words import WORDS, facility_of, near_words
from ansim.domain.spreadsheets import begins_formula
from ansim.tables import Aside, RowNote, Why

NAME_LIMIT, ADDRESS_LIMIT, DISTRICT_LIMIT, KEY_LIMIT, PHONE_LIMIT = 200, 300, 100, 100, 30
KIND_LIMIT = 40
# The country's outermost points, with the islands (Marado 33.1 N, Dokdo 131.9 E).
_LATITUDES, _LONGITUDES = (33.0, 38.7), (124.5, 132.0)
_PHONE = re.compile(r"\+?(?:[ ().~/,-]*\d){7,15}[ )]*")
_BARE_NUMBER = re.compile(r"(\d{7,})(?:\.0+)?")
_NATIONWIDE = re.compile(r"1[568]\d{6}")  # 1588-0000 and its like have no leading zero
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class VenueRow:
    """One venue. `row` is its row in the spreadsheet, 1 being the heading.

    `kind` is its kind of facility, None where the row names none. `unknown_licence`: the register's kind that nobody knows.
    `number` is the one by which its own list knows it, where that has numbers: another list may call another venue by it.
    """

    row: int
    external_id: str
    name: str
    name_en: str
    category: Category
    address: str
    district: str
    latitude: float | None
    longitude: float | None
    phone: str | None
    kind: Facility | None = None
    unknown_licence: str = ""
    number: str = ""


class RefusedCellError(Exception):
    """A cell for which its row cannot be taken."""

    def __init__(self, column: str, value: str, why: Why) -> None:
        super().__init__(why.en)
        self.column, self.value, self.why = column, value[:_SHOWN], why


class SetAsideError(Exception):
    """A row that is rightly written and not wanted; `key` is its venue's, `ended` says that it is closed for good.

    `why` says more, where there is more to say.
    """

    def __init__(
        self, aside: Aside, key: str, *, ended: bool = False, why: Why | None = None
    ) -> None:
        super().__init__(aside.value)
        self.aside, self.key, self.ended, self.why = aside, key, ended, why


@dataclass(slots=True)
class Cells:
    """The cells of one row, by heading. What is left out of a row that is taken goes to `notes`.

    `chosen` is what clerks chose for kinds of licences that the official list lacks.
    """

    row: int
    values: Mapping[str, str]
    notes: list[RowNote] = field(default_factory=list)
    chosen: Chosen = field(default_factory=dict)

    def text(self, column: str, limit: int, *, needed: bool = False) -> str:
        """A text that is safe to show and to export. Raises RefusedCellError."""
        value = self.values.get(column, "")
        if any(unicodedata.category(sign) in ("Cc", "Cf", "Co") for sign in value):
            raise RefusedCellError(column, value, words.INVISIBLE)
        if begins_formula(value):
            raise RefusedCellError(column, value, words.FORMULA)
        if len(value) > limit:
            raise RefusedCellError(column, value, words.TOO_LONG.of(limit=limit))
        if needed and not value:
            raise RefusedCellError(column, value, words.EMPTY)
        return value

    def known(self, category: Category | None, column: str) -> Category:
        """The category, or OTHER with a note: a venue is not lost for the word that its list uses."""
        if category is not None:
            return category
        known = ", ".join(kind.name.lower() for kind in Category)
        self.note(column, words.UNKNOWN_CATEGORY.of(known=known))
        return Category.OTHER

    def kind(self, column: str) -> Facility | None:
        """The kind of facility that the cell names; None where it is empty. Raises RefusedCellError."""
        value = self.text(column, KIND_LIMIT)
        if not value:
            return None
        if (kind := facility_of(value)) is None:
            near = ", ".join(near_words(value))
            why = words.UNKNOWN_KIND.of(near=f" ({near}?)" if near else "")
            raise RefusedCellError(column, value, why)
        return kind

    def category_of(self, kind: Facility | None, said: Category | None, column: str) -> Category:
        """The category that goes with the kind of facility, else the one that is said; what is passed over is told."""
        if kind is None:
            return self.known(said, column)
        if said not in (None, CATEGORIES[kind]):
            self.note(column, words.KIND_DECIDES.of(kind=WORDS[kind]))
        return CATEGORIES[kind]

    def venue(
        self,
        *,
        key: str,
        name: str,
        category: Category,
        kind: Facility | None = None,
        address: str,
        latitude: str,
        longitude: str,
        placed: bool = True,
    ) -> VenueRow:
        """The venue, from the columns of these names; `key` tells it from the others of every list.

        One that need not be `placed` may leave both degrees empty, and then needs its address.
        """
        unplaced = not placed and not (self.values.get(latitude) or self.values.get(longitude))
        place = self.text(address, ADDRESS_LIMIT, needed=unplaced)
        return VenueRow(
            row=self.row,
            external_id=short_key(key),
            name=self.text(name, NAME_LIMIT, needed=True),
            name_en=self.text("name_en", NAME_LIMIT),
            category=category,
            address=place,
            district=self.text("district", DISTRICT_LIMIT)
            or district_of(place)
            or district_of(self.values.get("address", "")),
            latitude=None if unplaced else self._degrees(latitude, _LATITUDES, _LONGITUDES),
            longitude=None if unplaced else self._degrees(longitude, _LONGITUDES, _LATITUDES),
            phone=self._phone(),
            kind=kind or only_kind(category),
        )

    def note(self, column: str, why: Why) -> None:
        """Tell that a value was left out."""
        self.notes.append(RowNote(self.row, column, self.values.get(column, "")[:_SHOWN], why))

    def _phone(self) -> str | None:
        value = self.values.get("phone", "").strip("-").strip()
        if not value:  # lists write "--" for none
            return None
        if (bare := _BARE_NUMBER.fullmatch(value)) and not value.startswith("0"):
            if _NATIONWIDE.fullmatch(bare[1]):
                return bare[1]
            self.note("phone", words.NO_LEADING_ZERO)
            return None
        if len(value) <= PHONE_LIMIT and _PHONE.fullmatch(value):
            return value
        self.text("phone", PHONE_LIMIT)  # a formula or an invisible sign costs the row
        self.note("phone", words.NO_PHONE)
        return None

    def _degrees(
        self, column: str, limits: tuple[float, float], other: tuple[float, float]
    ) -> float:
        value = self.values.get(column, "")
        try:
            degrees = float(value)
        except ValueError:
            raise RefusedCellError(column, value, words.NO_NUMBER) from None
        if not limits[0] <= degrees <= limits[1]:
            why = words.SWAPPED if other[0] <= degrees <= other[1] else words.ABROAD
            raise RefusedCellError(column, value, why.of(low=limits[0], high=limits[1]))
        return degrees


def short_key(key: str) -> str:
    """At most KEY_LIMIT characters, and two long keys that begin alike still differ."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return key if len(key) <= KEY_LIMIT else f"{key[: KEY_LIMIT - 17]}#{digest}"
