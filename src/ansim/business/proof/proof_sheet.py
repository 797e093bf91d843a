"""The proof of duty as PDF."""

import json
from collections.abc import Sequence
from datetime import date
from importlib.resources import files

import typst
from django.utils.translation import gettext as _

from ansim.business.models import Venue
from ansim.business.proof.facts import Fact, Proof
from ansim.locale.fonts import font_folders, require_printable_within
from ansim.settings.environment import call_number, office_name


def proof_pdf(venue: Venue, proof: Proof, today: date, language: str) -> bytes:
    """The sheet in the language at hand. Raises UnprintableError. The same facts and day give the same bytes."""
    given = {
        "lang": language,
        "title": _("Confirmation of the duty to keep a visitor log"),
        "korean": "의무 이행 확인서",
        "made": _("Made on %(day)s") % {"day": today.isoformat()},
        "about": [
            [_("Venue"), venue.full_name],
            [_("Address"), venue.address or "–"],
            [_("Business"), venue.business.name if venue.business else "–"],
            [_("Number of the venue"), str(venue.pk)],
        ],
        "parts": [
            _part(
                _("What the system shows"),
                _("Recorded by the system of the authority as it happened."),
                proof.shown,
            ),
            _part(
                _("What the owner stated"),
                _(
                    "Stated by whoever is in charge of the venue; the authority has not examined it."
                ),
                proof.stated,
            ),
        ],
        "nothing": _("Nothing."),
        "note": _(
            "This sheet names no visitor and tells no number of visitors. It shows what was recorded up to its date,"
            " and replaces no decision of the authority."
        ),
        "office": f"{office_name()} · ☎ {call_number()}",
    }
    require_printable_within(given)
    made: bytes = typst.compile(  # type: ignore[misc]  # its stubs cannot infer bytes
        files("ansim.business.proof").joinpath("proof.typ").read_bytes(),
        font_paths=[str(folder) for folder in font_folders()],
        ignore_system_fonts=True,
        sys_inputs={"proof": json.dumps(given, ensure_ascii=False)},
    )
    return made


def _part(head: str, hint: str, facts: Sequence[Fact]) -> dict[str, object]:
    return {"head": head, "hint": hint, "lines": [[fact.day, fact.text] for fact in facts]}
