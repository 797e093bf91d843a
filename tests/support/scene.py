"""An afternoon for the investigation tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ansim.tracing.process.calls import Window
from support.by_person import ByPerson
from support.patience import until
from support.system import System


@dataclass(frozen=True)
class Scene:
    """One afternoon: the case, two people who were there with them, and one who came later."""

    case_phone: str
    venues: dict[str, int]
    people: dict[str, bytes]
    phones: dict[str, str]
    noon: datetime


def set_scene(system: System) -> Scene:
    """Sign the people up and let them visit, as the gateway would have stored it."""
    from ansim.business.models import Venue
    from ansim.domain.categories import Category
    from ansim.domain.days import VENUE_ZONE

    noon = datetime.now(VENUE_ZONE).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(
        days=1
    )
    cast = {
        "박도윤": "010-0000-0101",
        "최은서": "010-0000-0102",
        "정시우": "010-0000-0103",
        "강유진": "010-0000-0104",
    }
    people = {name: sign_up(system, name, phone) for name, phone in cast.items()}
    venues = {
        name: Venue.objects.create(
            name=name, category=kind, district="연동", phone="064-000-0000"
        ).id
        for name, kind in (("한결 국수", Category.RESTAURANT), ("돌담 커피", Category.CAFE))
    }
    visit(system, people["박도윤"], venues["한결 국수"], noon, 60, party=1)
    visit(system, people["박도윤"], venues["돌담 커피"], noon + timedelta(hours=6), None)
    visit(system, people["최은서"], venues["한결 국수"], noon + timedelta(minutes=10), 40)
    visit(system, people["정시우"], venues["한결 국수"], noon + timedelta(minutes=35), None)
    visit(system, people["강유진"], venues["한결 국수"], noon + timedelta(hours=2), 60)
    return Scene(cast["박도윤"], venues, people, cast, noon)


def sign_up(system: System, name: str, phone: str) -> bytes:
    from ansim.domain.identifiers import new_person_id
    from ansim.identity.phones import phone_index, read_phone
    from ansim.identity.sealing import Particulars, load_public_key, seal
    from ansim.keys.folder import folder

    person, e164 = new_person_id(), read_phone(phone)
    sealed = seal(
        load_public_key(folder().read("identity/public.pem")), person, Particulars(e164, name)
    )
    index = phone_index(folder().read("phone-index.key"), e164)
    with system.owner("identity") as connection:
        connection.execute(
            "INSERT INTO identity.identity (person_id, sealed, phone_index, verified_at, last_seen_week, consent)"
            " VALUES (%s, %s, %s, now(), date_trunc('week', now()), '2026-11')",
            (person, sealed, index),
        )
    return person


def visit(
    system: System,
    person: bytes,
    venue: int,
    at: datetime,
    minutes: int | None,
    party: int = 0,
    *,
    late: bool = False,
) -> None:
    from ansim.domain.evidence import Sign
    from ansim.domain.identifiers import new_visit_id
    from ansim.domain.methods import Method
    from ansim.keys import DayKeys
    from ansim.keys.folder import folder
    from ansim.visits.life_of_days import begin_day

    day = at.date()
    left = None if minutes is None else at + timedelta(minutes=minutes)
    signs = Sign.DEVICE_BOUND | Sign.NEAR | Sign.WITHIN_HOURS
    if late:
        signs |= Sign.DELIVERED_LATE
    with system.owner("visits") as connection:
        begin_day(connection, DayKeys(folder()), day)
        connection.execute(
            "INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                day,
                venue,
                new_visit_id(at.timestamp()),
                DayKeys(folder()).tagger(day)(person),
                at,
                left,
                party,
                int(next(iter(Method))),
                int(signs),
            ),
        )


def await_tracer(system: System, scene: Scene) -> None:
    """Wait until the tracer has taken the scene in: it follows the log by itself, about every second."""
    tracer = ByPerson(system)
    noon = int(scene.noon.timestamp())
    window = Window(noon - 3600, noon + 12 * 3600)
    person = scene.people["박도윤"]
    until(lambda: len(tracer.itinerary(person, window)) >= 2, "the tracer takes the scene in")
