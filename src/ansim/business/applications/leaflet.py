"""The duty on one page, for owners in Korean, English and Chinese: to read, and as PDF to hand out."""

import json
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import typst
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from ansim.accounts.access import public
from ansim.business.admission.kinds import KIND_LABELS
from ansim.business.rights.owner_requests import BusinessRequest
from ansim.domain.days import VENUE_ZONE
from ansim.domain.facilities import Facility, kinds_under_duty
from ansim.domain.retention import POLICY
from ansim.locale.fonts import font_folders
from ansim.settings.environment import call_number, office_name
from ansim.settings.orders import known_orders

LANGUAGES: Final = MappingProxyType({"ko": "한국어", "en": "English", "zh": "中文"})


@public
@require_GET
def page(request: BusinessRequest, language: str) -> HttpResponse:
    """The leaflet to read."""
    context = {"leaflet": _filled(language), "languages": LANGUAGES.items(), "shown": language}
    return render(request, "applications/leaflet.html", context)


@public
@require_GET
def sheet(_request: BusinessRequest, language: str) -> HttpResponse:
    """The leaflet as PDF."""
    given = {**_filled(language), "lang": language, "region": "cn" if language == "zh" else None}
    made: bytes = typst.compile(  # type: ignore[misc]  # its stubs cannot infer bytes
        files("ansim.business.applications").joinpath("leaflet.typ").read_bytes(),
        font_paths=[str(folder) for folder in font_folders()],
        ignore_system_fonts=True,
        sys_inputs={"leaflet": json.dumps(given, ensure_ascii=False)},
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="ansim-{language}.pdf"'
    return answer


def _filled(language: str) -> dict[str, Any]:
    if language not in LANGUAGES:
        raise Http404
    text = _texts()[language]
    kinds = kinds_under_duty(datetime.now(UTC).astimezone(VENUE_ZONE).date(), known_orders())
    values = {
        "days": POLICY.visit_days,
        "call": call_number(),
        "office": office_name(),
        "kinds": _named(kinds, language),
    }
    duty = text["under_duty"] if kinds else text["no_duty"]
    return {
        "title": text["title"],
        "office": office_name(),
        "duty": duty.format_map(values),
        "parts": [
            {"head": head, "lines": [line.format_map(values) for line in lines]}
            for head, lines in text["parts"]
        ],
    }


def _named(kinds: list[Facility], language: str) -> str:
    """The kinds in the leaflet's language: in Chinese by its own words, as the portal speaks Korean and English."""
    if own := _texts()[language].get("kinds"):
        return "；".join(own[kind.value] for kind in kinds)
    with translation.override(language):
        return ", ".join(str(KIND_LABELS[kind]) for kind in kinds)


@cache
def _texts() -> Any:
    return json.loads(
        files("ansim.business.applications").joinpath("leaflet.json").read_text("utf-8")
    )
