"""Applications of the tests: many that wait, some of which meet others, and browsers of those who made them."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ansim.domain.business_numbers import check_digit
from support import sessions
from support.house import Browser, House
from support.registers import Business

ROADS = ("안심로", "돌담길", "바람길", "귤밭로")
FIRST = (
    "늘봄",
    "돌담",
    "바람",
    "한라",
    "백록",
    "귤빛",
    "해돋",
    "오름",
    "물결",
    "노을",
    "새벽",
    "솔향",
)
SECOND = ("식당", "커피", "분식", "책방", "미용실", "약국", "빵집", "공방")


def form_of(place: int, **changes: Any) -> dict[str, Any]:
    """What an owner entered; different numbers give different places, a hundred metres and more apart.

    Their telephones begin at 064-000-5000, as scenes and imports of other tests leave venues with numbers below.
    """
    name = f"{FIRST[place % 12]}{SECOND[place // 12 % 8]} {chr(0xAC00 + place * 37 % 11172)}{place}"
    return {
        "way": "number",
        "name": name,
        "kind": "cafe",
        "number": f"{place:010d}",
        "phone": f"064-000-{5000 + place:04d}",
        "address": f"제주특별자치도 제주시 {ROADS[place % 4]} {place} (노형동)",
        "road_code": "1",
        "district": "노형동",
        "latitude": 33.20 + place // 25 * 0.002,
        "longitude": 126.20 + place % 25 * 0.002,
        **changes,
    }


def known_to_office(
    house: House, place: int, state: str = "01", first: str = "61600"
) -> dict[str, Any]:
    """Such a form whose number the tax office knows; numbers of a test file begin with five digits of its own."""
    nine = f"{first}{place:04d}"
    form = form_of(place, number=nine + check_digit(nine))
    house.registers.businesses[form["number"]] = Business("홍길동", "20190302", state)
    return form


def waiting(form: dict[str, Any], *findings: str, owner: Any = None) -> Any:
    """An application before the clerks, as if just handed in."""
    from datetime import UTC, datetime

    from ansim.business.models import VenueApplication

    return VenueApplication.objects.create(
        owner=owner or new_owner(),
        form=form,
        checks={"findings": list(findings)},
        state="submitted",
        submitted_at=datetime.now(UTC),
    )


def clear() -> None:
    """No application, and nothing that came of one."""
    from ansim.business.models import Business, Membership, Venue, VenueApplication

    forget_partners()
    venues = list(VenueApplication.objects.exclude(venue=None).values_list("venue", flat=True))
    VenueApplication.objects.all().delete()
    Venue.objects.filter(pk__in=venues).delete()
    Venue.objects.exclude(business=None).update(business=None)
    Membership.objects.all().delete()
    Business.objects.all().delete()
    # Whatever came of `form_of` in another way meets nobody any more.
    Venue.objects.filter(phone__startswith="064-000-5").update(
        phone=None, latitude=None, longitude=None, name="치운 곳"
    )


@contextmanager
def nothing_waits() -> Iterator[None]:
    """Before and after there is no application, nothing that came of one, and no try of a number."""
    from ansim.business.models import NumberTry

    clear()
    yield
    clear()
    NumberTry.objects.all().delete()


def meet_nobody() -> None:
    """Places, applications and tries that other tests left are no duplicates of what comes."""
    from ansim.business.models import NumberTry, Venue, VenueApplication

    Venue.objects.update(phone=None, latitude=None, longitude=None)
    VenueApplication.objects.filter(state="submitted").update(state="withdrawn")
    NumberTry.objects.all().delete()


def forget_partners() -> None:
    """What holds a business beside its venues and people: keys, acts and addresses of partners, lists by file."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE business_apikey, business_partneract, business_webhook, business_venuelist CASCADE"
        )


def new_owner() -> Any:
    """An owner with a random number, which nobody can call."""
    from ansim.business.models import Owner

    return Owner.objects.create(
        phone_index=secrets.token_bytes(32), sealed=secrets.token_bytes(80), phone_end="00"
    )


def open_as(house: House, owner: Any) -> Browser:
    """A browser of the business portal in which this owner is signed in, without the way over a code."""
    browser = Browser(house.addresses["business"])
    browser.keep("business", session_of(house, owner))
    return browser


def session_of(house: House, owner: Any) -> str:
    """The key of a fresh session of the owner."""
    from ansim.business.rights.owner_session import sign_in

    return sessions.session_of("business", sign_in, owner)
