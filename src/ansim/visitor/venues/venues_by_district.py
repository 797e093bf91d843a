"""Which venues lie in which district, and which districts changed since they were last read."""

from collections import defaultdict
from collections.abc import Iterable

NO_DISTRICT = "-"  # of venues whose district is not known; a path needs a word


class Districts:
    """Venue ids by district."""

    def __init__(self) -> None:
        self._of: dict[int, str] = {}
        self._members: defaultdict[str, set[int]] = defaultdict(set)
        self._changed: set[str] = set()

    def place(self, venue: int, district: str) -> None:
        """Note that a venue, new or changed, lies in a district."""
        label = district.replace("/", "-") or NO_DISTRICT
        former = self._of.get(venue)
        if former is not None and former != label:
            self._members[former].discard(venue)
            self._changed.add(former)
        self._of[venue] = label
        self._members[label].add(venue)
        self._changed.add(label)

    def members(self, district: str) -> list[int]:
        """The venues of a district."""
        return sorted(self._members.get(district, ()))

    def take_changed(self) -> set[str]:
        """The districts that changed since this was last asked."""
        changed, self._changed = self._changed, set()
        return changed

    def put_back(self, districts: Iterable[str]) -> None:
        """Call districts changed again, as what was to be done with them failed."""
        self._changed.update(districts)
