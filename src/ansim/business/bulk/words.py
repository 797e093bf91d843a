"""Fates, states and reasons in words."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.venue_lists import Fate, ListAct, TaskKind, UploadState

FATES: Final = MappingProxyType(
    {
        Fate.ADDED: _("New"),
        Fate.CHANGED: _("Changed"),
        Fate.UNCHANGED: _("Unchanged"),
        Fate.CLOSING: _("Closed in the file"),
        Fate.ASIDE: _("Set aside"),
        Fate.REFUSED: _("Refused row"),
        Fate.MISSING: _("Not in the file"),
    }
)
STATES: Final = MappingProxyType(
    {
        UploadState.READING: _("being read"),
        UploadState.READY: _("waits for your decision"),
        UploadState.APPLYING: _("being taken in"),
        UploadState.WAITING: _("taken in, new venues wait for a clerk"),
        UploadState.APPLIED: _("taken in"),
        UploadState.CANCELLED: _("cancelled"),
        UploadState.FAILED: _("could not be read"),
    }
)
TASKS: Final = MappingProxyType(
    {
        TaskKind.READ: _("The file is being read and compared."),
        TaskKind.APPLY: _("The list is being taken in."),
        TaskKind.ADMIT: _("What the clerk approved is being taken in."),
        TaskKind.PRINT: _("The posters are being made."),
        TaskKind.COMPARE: _("The file is being compared anew."),
    }
)
TASKS_BRIEFLY: Final = MappingProxyType(
    {
        TaskKind.READ: _("read"),
        TaskKind.APPLY: _("take in"),
        TaskKind.ADMIT: _("take in what was approved"),
        TaskKind.PRINT: _("print"),
        TaskKind.COMPARE: _("compare"),
    }
)
NO_PLACE_WORDS: Final = _("nobody visits: not a venue")
ACTS: Final = MappingProxyType(
    {
        ListAct.BROUGHT: _("brought in"),
        ListAct.TAKEN_IN: _("asked to take it in"),
        ListAct.DROPPED: _("cancelled"),
        ListAct.APPROVED: _("venues approved"),
        ListAct.TURNED_DOWN: _("venues turned down"),
        ListAct.KIND_CHOSEN: _("kind of facility chosen"),
        ListAct.DONE: _("taken in"),
        ListAct.CHANGED_MEANWHILE: _("compared anew, nothing taken in"),
        ListAct.GIVEN_UP: _("given up after three tries"),
    }
)
ASIDES: Final = MappingProxyType(
    {
        "closed": _("closed in the file"),
        "duplicate": _("said in another row already"),
        "nobody visits": _("a kind of business that nobody visits"),
    }
)
CLOSED_HERE: Final = _("This venue is closed with us. Open it again on its own page if it is open.")
CLOSED_THERE: Final = _("closed in the file, and no open venue of ours")
ANOTHERS: Final = _(
    "This number belongs to a venue that another business has. Give yours a number of its own."
)
FIELDS: Final = MappingProxyType(
    {
        "name": _("Name"),
        "name_en": _("Name in English"),
        "category": _("Category"),
        "kind_of_site": _("Kind of facility"),
        "address": _("Address"),
        "district": _("District"),
        "place": _("Place"),
        "phone": _("Phone of the venue"),
    }
)
LANGUAGES: Final = (("en", "English"), ("zh", "中文"), ("ja", "日本語"))
