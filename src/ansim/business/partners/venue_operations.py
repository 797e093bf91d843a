"""Venues of the key's business: list, read, change, close, a fresh code, a poster. Others' are not found."""

import hashlib
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ansim.business.codes.issuing import reissue_and_tell
from ansim.business.duty_notes import note_poster
from ansim.business.lifecycle.closing import close_venue
from ansim.business.lifecycle.particulars import change_particulars
from ansim.business.lifecycle.steps import By
from ansim.business.models import ApiKey, Venue, VenueCode
from ansim.business.partners import problems
from ansim.business.partners.applying_by_key import read_venue_phone
from ansim.business.partners.operations import Call, Operation, Reply
from ansim.business.partners.paging import PAGE_QUERY, after_of, cursor_of, limit_of
from ansim.business.partners.problems import FieldFault, RefusedError
from ansim.business.partners.wire import (
    CloseVenue,
    FormerCode,
    NewCode,
    PageOfVenues,
    PartnerVenue,
    VenuePatch,
)
from ansim.business.posters.printed_venues import printed
from ansim.business.posters.sheets import Office, pdf
from ansim.business.qr import address
from ansim.domain.api_keys import ApiScope
from ansim.domain.opening import OpeningHours, OpeningHoursError
from ansim.domain.retention import POLICY
from ansim.domain.venue_life import FARTHEST_CLOSING, GRACE, Closing
from ansim.domain.venue_names import claims_authority
from ansim.locale.fonts import UnprintableError
from ansim.settings.environment import call_number, health_line, office_name

_ENCODER: Final = msgspec.json.Encoder()
_STATES: Final = {
    "open": Q(closed_at=None) | Q(closed_at__gt=Now()),
    "closed": Q(closed_at__lte=Now()),
}


def list_venues(call: Call) -> Reply:
    """A page of the business's venues, zones among them."""
    limit, after = limit_of(call.query), after_of(call.query)
    rows = _venues(call.key).filter(pk__gt=after or 0).order_by("pk")
    state = call.query.get("state")
    if state is not None:
        if state not in _STATES:
            raise RefusedError(problems.BAD_QUERY, name="state")
        rows = rows.filter(_STATES[state])
    found = list(rows[: limit + 1])
    following = cursor_of(found[limit - 1].pk) if len(found) > limit else None
    return Reply(PageOfVenues([shown(venue) for venue in found[:limit]], following))


def read_venue(call: Call) -> Reply:
    """One venue, with the version that a change has to name."""
    return _one(_find(call))


def change_venue(call: Call) -> Reply:
    """Change what the caller names, if nobody else changed anything since they read it."""
    venue = _locked(call, needed=True)
    wanted = {
        name: value
        for name in VenuePatch.__struct_fields__
        if (value := getattr(call.body, name)) is not msgspec.UNSET
    }
    hours = wanted.get("opening_hours")
    if hours is not None:
        _require_hours(hours)
        wanted["opening_hours"] = {
            day: [list(span) for span in spans] for day, spans in hours.items()
        }
    if "phone" in wanted:
        wanted["phone"] = read_venue_phone(wanted["phone"])
    if claims_authority(wanted.get("name_en", "")) and wanted["name_en"] != venue.name_en:
        fault = FieldFault(
            "/name_en",
            _("This name could be taken for an authority's. Please choose another one."),
        )
        raise RefusedError(problems.WRONG_FIELD, errors=[fault])
    change_particulars(venue, wanted, _by(call.key))
    return _one(_find(call))


def close_one(call: Call) -> Reply:
    """Close a venue, with its own zones; closing it again changes nothing."""
    venue = _locked(call, needed=False)
    if call.body.at is not None and call.body.at > datetime.now(UTC) + FARTHEST_CLOSING:
        fault = FieldFault("/at", _("Please name a moment within the next 400 days."))
        raise RefusedError(problems.WRONG_FIELD, errors=[fault])
    close_venue(venue, call.body.at, Closing.OWNER, _by(call.key))
    return _one(_find(call))


def new_code(call: Call) -> Reply:
    """A fresh code; the answer shows it with the former one's end."""
    venue = _locked(call, needed=False)
    if venue.closed_at is not None and venue.closed_at <= datetime.now(UTC):
        raise RefusedError(problems.VENUE_CLOSED)
    grace = GRACE if call.body.old_poster == "wait" else timedelta()
    reissue_and_tell(venue, grace, _by(call.key))
    return _one(_find(call), 201)


def poster(call: Call) -> Reply:
    """A sheet as PDF; the same code always gives the same bytes."""
    venue = _find(call)
    code = venue.live_code()
    if code is None:
        raise RefusedError(problems.NO_CODE)
    try:
        content = pdf(
            call.path["sheet"],
            printed(venue, code),
            Office(office_name(), health_line(), call_number(), POLICY.visit_days),
        )
    except UnprintableError:
        raise RefusedError(problems.UNPRINTABLE) from None
    note_poster(venue, call.path["sheet"].value, time.time(), call.key.maker)
    return Reply(content, headers={"ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"'})


def shown(venue: Venue) -> PartnerVenue:
    """A venue as the API says it."""
    codes = list(venue.good_codes)  # type: ignore[attr-defined]
    live = next((code.code for code in codes if code.revoked_at is None), None)
    return PartnerVenue(
        id=venue.pk,
        category=venue.kind.name.lower(),
        kind=venue.kind_of_site,
        part_of=venue.parent_id,
        code=live,
        code_address=address(live) if live else None,
        former_codes=[FormerCode(code.code, code.revoked_at) for code in codes if code.revoked_at],
        **{name: getattr(venue, name) for name in _AS_THEY_ARE},
    )


_AS_THEY_ARE: Final = tuple(
    name
    for name in PartnerVenue.__struct_fields__
    if name not in {"id", "category", "kind", "part_of", "code", "code_address", "former_codes"}
)


def _by(key: ApiKey) -> By:
    return By(owner=key.maker, key=key)


def _venues(key: ApiKey) -> QuerySet[Venue]:
    """The venues of the key's business: every operation finds its venue here and nowhere else."""
    good = VenueCode.objects.filter(Q(revoked_at=None) | Q(revoked_at__gt=Now()))
    return (
        Venue.objects.filter(business=key.business_id)
        .select_related("parent", "business")
        .prefetch_related(Prefetch("codes", good.order_by("revoked_at", "code"), "good_codes"))
    )


def _find(call: Call) -> Venue:
    venue = _venues(call.key).filter(pk=call.path["venue_id"]).first()
    if venue is None:
        raise RefusedError(problems.NOT_FOUND)
    return venue


def _locked(call: Call, *, needed: bool) -> Venue:
    """The venue, which nobody else changes until this request is done."""
    rows = _venues(call.key).select_for_update(of=("self",))
    venue = rows.filter(pk=call.path["venue_id"]).first()
    if venue is None:
        raise RefusedError(problems.NOT_FOUND)
    call.require_match(_etag(shown(venue)), needed=needed)
    return venue


def _one(venue: Venue, status: int = 200) -> Reply:
    body = shown(venue)
    return Reply(body, status, {"ETag": _etag(body)})


def _etag(body: PartnerVenue) -> str:
    return f'"{hashlib.sha256(_ENCODER.encode(body)).hexdigest()[:32]}"'


def _require_hours(hours: dict[str, Any]) -> None:
    try:
        OpeningHours.read(hours)
    except OpeningHoursError:
        fault = FieldFault("/opening_hours", _("Please write a time as 09:00."))
        raise RefusedError(problems.WRONG_FIELD, errors=[fault]) from None


VENUE_OPERATIONS: Final = (
    Operation(
        "GET",
        "/venues",
        "listVenues",
        gettext_lazy("List the venues"),
        ApiScope.VENUES_READ,
        list_venues,
        {200: PageOfVenues},
        query={**PAGE_QUERY, "state": {"type": "string", "enum": list(_STATES)}},
    ),
    Operation(
        "GET",
        "/venues/{venue_id}",
        "readVenue",
        gettext_lazy("Read a venue"),
        ApiScope.VENUES_READ,
        read_venue,
        {200: PartnerVenue},
        refusals=(problems.NOT_FOUND,),
        etag=True,
    ),
    Operation(
        "PATCH",
        "/venues/{venue_id}",
        "changeVenue",
        gettext_lazy("Change a venue"),
        ApiScope.VENUES_WRITE,
        change_venue,
        {200: PartnerVenue},
        body=VenuePatch,
        refusals=(problems.NOT_FOUND,),
        match="must",
        etag=True,
    ),
    Operation(
        "POST",
        "/venues/{venue_id}/close",
        "closeVenue",
        gettext_lazy("Close a venue"),
        ApiScope.VENUES_WRITE,
        close_one,
        {200: PartnerVenue},
        body=CloseVenue,
        refusals=(problems.NOT_FOUND,),
        match="may",
        etag=True,
    ),
    Operation(
        "POST",
        "/venues/{venue_id}/code",
        "reissueCode",
        gettext_lazy("Issue a fresh code for a venue"),
        ApiScope.CODES_WRITE,
        new_code,
        {201: PartnerVenue},
        body=NewCode,
        refusals=(problems.NOT_FOUND, problems.VENUE_CLOSED),
        match="may",
        etag=True,
    ),
    Operation(
        "GET",
        "/venues/{venue_id}/posters/{sheet}",
        "readPoster",
        gettext_lazy("A printed sheet as PDF"),
        ApiScope.POSTERS_READ,
        poster,
        {200: bytes},
        refusals=(problems.NOT_FOUND, problems.NO_CODE, problems.UNPRINTABLE),
        media_type="application/pdf",
        etag=True,
    ),
)
