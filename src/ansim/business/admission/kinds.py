"""Kinds of places in words, in the groups in which owners look for theirs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ansim.domain.facilities import Facility

_FOOD: Final = (
    (Facility.RESTAURANT, _("Restaurant")),
    (Facility.CAFE, _("Café, bakery")),
    (Facility.BUFFET, _("Buffet")),
    (Facility.BAR, _("Bar")),
    (Facility.ENTERTAINMENT_BAR, _("Entertainment bar (유흥주점)")),
    (Facility.SINGING_BAR, _("Singing bar (단란주점)")),
    (Facility.PICK_UP_BAR, _("Pick-up bar (헌팅포차, 감성주점)")),
    (Facility.COLATEC, _("Dance hall (콜라텍)")),
)
_SHOPS: Final = (
    (Facility.RETAIL, _("Shop, supermarket, market stall")),
    (Facility.HAIR, _("Hairdresser, beauty")),
    (Facility.DIRECT_SALES, _("Direct sales hall (방문판매 홍보관)")),
    (Facility.PHARMACY, _("Pharmacy")),
    (Facility.HOSPITAL, _("Hospital, doctor")),
    (Facility.LODGING, _("Hotel, guest house, rented house")),
)
_LEISURE: Final = (
    (Facility.KARAOKE, _("Karaoke")),
    (Facility.PC_ROOM, _("PC room")),
    (Facility.ARCADE, _("Arcade")),
    (Facility.CINEMA, _("Cinema")),
    (Facility.CONCERT_HALL, _("Theatre, concert hall")),
    (Facility.STANDING_HALL, _("Standing concert hall")),
    (Facility.GYM, _("Gym, sports hall")),
    (Facility.GROUP_EXERCISE, _("Group exercise")),
    (Facility.BATH, _("Bath, sauna")),
    (Facility.AMUSEMENT_PARK, _("Amusement or water park")),
    (Facility.SIGHT, _("Sight, museum")),
)
_GATHERING: Final = (
    (Facility.WEDDING, _("Wedding hall")),
    (Facility.FUNERAL, _("Funeral hall")),
    (Facility.FESTIVAL, _("Festival, event")),
    (Facility.RELIGIOUS, _("Church, temple")),
    (Facility.VILLAGE_HALL, _("Village hall, club")),
)
_WORK: Final = (
    (Facility.ACADEMY, _("Academy, lessons")),
    (Facility.VOCATIONAL, _("Vocational training")),
    (Facility.STUDY_ROOM, _("Study room, study café")),
    (Facility.SCHOOL, _("School, nursery")),
    (Facility.OFFICE, _("Office")),
    (Facility.WAREHOUSE, _("Warehouse, distribution centre")),
    (Facility.TRANSPORT, _("Station, terminal, vehicle")),
    (Facility.PUBLIC, _("Public office")),
    (Facility.OTHER, _("Something else")),
)
KINDS: Final = (
    (_("Food and drink"), _FOOD),
    (_("Shops, health, lodging"), _SHOPS),
    (_("Leisure"), _LEISURE),
    (_("Gatherings"), _GATHERING),
    (_("Work, learning, the rest"), _WORK),
)
KIND_LABELS: Final[Mapping[str, Promise | str]] = MappingProxyType(
    {kind: label for _group, some in KINDS for kind, label in some}
)
"""The words of each kind, by its code: that of a stored place may be a later release's, which has none here."""
