"""Practice and real work meet nowhere: every call of the tracer, listed from its handlers, asked in a case of either kind.

People and venues of both worlds are canaries: none of the other's is in any answer, in any form that the case has for them.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
import psycopg
import pytest

from ansim.domain.categories import Category
from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.domain.invented_world import VENUES_FROM, invented_people, invented_venues, patient_of
from ansim.domain.marks import new_mark
from ansim.domain.quantities import PersonId, VenueId
from ansim.domain.shift_grants import ShiftGrant
from ansim.domain.signed_places import SignedPlaces
from ansim.domain.signed_texts import write_text
from ansim.domain.training import new_training_mark
from ansim.identity.sessions.calls import BeginSession, SignPlaces
from ansim.keys import CaseCipher, DayKeys
from ansim.ledger import Actor, Book
from ansim.ledger.acts import ItineraryRead
from ansim.rpc import Caller, CallError
from ansim.settings.environment import dsn, socket_path
from ansim.tracing.process import calls
from ansim.visits.life_of_days import begin_day
from support.callers import tracer_of
from support.grants import know_case, text_fields
from support.house import House
from support.patience import until
from support.questions import KINDS
from support.rights import Rights, open_rights

HOUR = 3600
_VENUE = 717_171


@dataclass
class World:
    """A case of one kind with its session and places signed in it, and everybody who belongs to its world."""

    case: str
    cipher: CaseCipher
    session: bytes
    places: str
    other: str
    """Another case of the same kind and session."""
    people: list[bytes]
    venues: list[int]
    moment: int


class Both:
    """A real case and a training case of the same officer, on the same day."""

    def __init__(self, rights: Rights) -> None:
        from ansim.business.models import Venue

        self.rights, system = rights, rights.system
        day = local_day(time.time()) - timedelta(days=1)
        self.start, self.end = day_bounds(day)
        self.noon = self.start + 12 * HOUR
        # A number that no count of people or seconds in an answer is by chance.
        venue = Venue.objects.create(
            id=_VENUE,
            name="시험 국수",
            category=Category.CAFE,
            district="연동",
            phone="064-000-0000",
        )
        people = [new_person_id() for _ in range(12)]
        with system.owner("visits") as visits:
            begin_day(visits, DayKeys(system.keys), day)
            tagger = DayKeys(system.keys).tagger(day)
            for person in people:
                visits.execute(
                    "INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence)"
                    " VALUES (%s, %s, %s, %s, to_timestamp(%s), to_timestamp(%s), 0, 1, 11)",
                    [
                        *(day, venue.pk, new_visit_id(self.noon), tagger(PersonId(person))),
                        *(self.noon, self.noon + HOUR),
                    ],
                )
        # Each row is committed by itself: who sees the last one's stay has all.
        own = {new_mark("2611", 5): people[-1], new_mark("2611", 5): people[-2]}
        self.real = self._world(own, people, [venue.pk])
        trained = {mark: patient_of(mark) for mark in (new_training_mark(), new_training_mark())}
        # Where people go on any day of the week.
        eating = [one for one in invented_venues() if one.category == Category.RESTAURANT]
        every = [*eating, *invented_venues()]
        numbers = list(dict.fromkeys(one.number for one in every))
        self.training = self._world(trained, list(invented_people()), numbers)

    @property
    def caller(self) -> Caller:
        return Caller(socket_path("tracer"), self.rights.system.keys.read("tracer-calls.key"))

    def _world(self, own: dict[str, bytes], people: list[bytes], venues: list[int]) -> World:
        ciphers = {
            case: know_case(self.rights.system, case, person, "jeju")
            for case, person in own.items()
        }
        case, other = own
        signed = sign_places(
            self.rights,
            case,
            *((venue, self.noon - 4 * HOUR, self.noon + 8 * HOUR) for venue in venues[:2]),
        )
        session = begin(self.rights, case, other)
        return World(case, ciphers[case], session, signed, other, people, venues, self.noon)

    def ask(self, kind: Any, world: World, **changes: Any) -> bytes:
        """The bytes that are answered, with every field set to what finds the most."""
        window = calls.Window(self.start, self.end)
        fields: dict[str, Any] = {
            "window": window,
            "back": window,
            "minimum_overlap": 60,
            "degrees": 3,
            "latent": 0,
            "residual": 0,
            "limit": 20_000,
            "close": None,
            "places": world.places,
            "stay": 0,
            "moment": world.moment,
            "count": 500,
            "cases": sorted((world.case, world.other)),
            "within": 7200,
            "false_discovery_rate": 1.0,
            "people": world.cipher.handles([PersonId(one) for one in world.people[:900]]),
            "into": world.other,
            "anew": False,
        }
        if kind is calls.PresentDuring:
            span = world.moment - 4 * HOUR, world.moment + 8 * HOUR
            fields["stays"] = [(VenueId(one), *span) for one in sorted(world.venues[:2])]
        known = {name: fields[name] for name in kind.__struct_fields__ if name in fields}
        asked = kind(session=world.session, case=world.case, **(known | changes))
        return bytes(self.caller.call(asked, msgspec.Raw))


def begin(rights: Rights, *cases: str) -> bytes:
    text = write_text(ShiftGrant(**text_fields(cases=tuple(sorted(cases)))))
    signed = BeginSession(text, rights.staff["officer"].sign(text))
    return rights.vault.begin_session(signed).session


def sign_places(rights: Rights, case: str, *stays: tuple[int, int, int]) -> str:
    text = write_text(
        SignedPlaces(**text_fields(case=case, stays=tuple(sorted(stays)), why="interview"))
    )
    return rights.vault.sign_places(SignPlaces(text, rights.staff["officer"].sign(text))).mark


@pytest.fixture(scope="module")
def both(house: House) -> Any:
    house.need("vault", "tracer")
    with open_rights(house) as rights:
        made = Both(rights)

        def taken_in() -> bool:
            """By the index: an itinerary is read from the database itself."""
            try:
                return own_people(made.real, made.ask(calls.PresentAt, made.real, anew=True))
            except CallError:
                return False

        until(taken_in, "the tracer takes the visits in")
        yield made


def numbers_in(answer: object) -> set[int]:
    """Every whole number in an answer, however deep."""
    if isinstance(answer, int) and not isinstance(answer, bool):
        return {answer}
    if isinstance(answer, dict):
        return {one for part in answer.values() for one in numbers_in(part)}
    if isinstance(answer, list):
        return {one for part in answer for one in numbers_in(part)}
    return set()


def strangers(world: World, other: World, answer: bytes) -> list[str]:
    """What of the other world an answer holds: people by id or as a handle of either case, and venues by number."""
    ids = [PersonId(one) for one in other.people]
    shapes = [*ids, *world.cipher.handles(ids), *other.cipher.handles(ids)]
    found = [one.hex() for one in shapes if one in answer]
    told = numbers_in(msgspec.msgpack.decode(answer))
    return found + [str(one) for one in sorted(told & set(other.venues))]


def own_people(world: World, answer: bytes) -> bool:
    ids = [PersonId(one) for one in world.people]
    return any(one in answer for one in world.cipher.handles(ids))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_call_in_a_case_of_one_kind_tells_anything_of_the_other(both: Both, kind: Any) -> None:
    for world, other in ((both.training, both.real), (both.real, both.training)):
        answer = both.ask(kind, world)
        assert strangers(world, other, answer) == []
        if kind not in {calls.SharedVenuesOf, calls.ItineraryOf, calls.Translate}:
            assert own_people(world, answer), "something has to be found, or nothing was tried"


def test_a_training_case_has_its_itinerary_and_its_own_venues_alone(both: Both) -> None:
    tracer = tracer_of(both.rights.system)
    found = {}
    for world in (both.training, both.real):
        window = calls.Window(both.noon - 20 * 86400, both.end)
        if world is both.real:
            window = calls.Window(both.start, both.end)
        asked = calls.ItineraryOf(session=world.session, case=world.case, window=window)
        found[world.case] = {stay.venue for stay in tracer.itinerary(asked).stays}
        assert found[world.case] <= set(world.venues)
        assert found[world.case]
    assert all(venue >= VENUES_FROM for venue in found[both.training.case])


def test_handles_of_the_other_kind_find_nobody(both: Both) -> None:
    """A console that gives people of the other world, as handles of its own case: they met nobody."""
    for world, other in ((both.training, both.real), (both.real, both.training)):
        foreign = [PersonId(one) for one in other.people[:200]]
        handles = world.cipher.handles(foreign)
        answer = both.ask(calls.CoPresenceOf, world, people=handles)
        assert msgspec.msgpack.decode(answer) == []


def code_of(ask: Any) -> str:
    try:
        ask()
    except CallError as error:
        return error.code
    return "answered"


def test_no_session_holds_both(both: Both) -> None:
    mixed = (both.real.case, both.training.case)
    assert code_of(lambda: begin(both.rights, *mixed)) == "training-mix"


def test_nobody_is_translated_from_one_kind_to_the_other(both: Both) -> None:
    for world, other in ((both.training, both.real), (both.real, both.training)):
        refusal = code_of(
            lambda world=world, other=other: both.ask(calls.Translate, world, into=other.case)
        )
        assert refusal == "training-mix"
        compared = sorted((world.case, other.case))
        refusal = code_of(
            lambda world=world, compared=compared: both.ask(
                calls.SharedVenuesOf, world, cases=compared
            )
        )
        assert refusal == "training-mix"


def test_places_are_signed_for_in_their_own_kind(both: Both) -> None:
    stay = (both.noon - HOUR, both.noon + HOUR)
    for world, other in ((both.training, both.real), (both.real, both.training)):
        for venues in ([other.venues[0]], [world.venues[0], other.venues[0]]):
            stays = [(venue, *stay) for venue in venues]
            refusal = code_of(
                lambda world=world, stays=stays: sign_places(both.rights, world.case, *stays)
            )
            assert refusal == "training-mix"
        refusal = code_of(
            lambda world=world, other=other: both.ask(calls.PresentAt, world, places=other.places)
        )
        assert refusal == "places-unknown"


def entries(both: Both, case: str) -> list[dict[str, Any]]:
    with both.rights.system.owner("main") as main:
        rows = main.execute("SELECT detail FROM ledger.entry WHERE case_ref = %s", [case])
        return [detail for (detail,) in rows.fetchall()]


def test_each_entry_says_which_it_was(both: Both) -> None:
    for world, wanted in ((both.training, True), (both.real, False)):
        both.ask(calls.ItineraryOf, world, anew=True)
        details = entries(both, world.case)
        assert details
        assert {"training" in one for one in details} == {wanted}
    with both.rights.system.owner("main") as main:
        rows = main.execute(
            "SELECT detail FROM ledger.entry WHERE kind = 'session-started' AND actor = %s",
            [both.rights.staff["officer"].ref],
        ).fetchall()
    assert {"training" in detail for (detail,) in rows} == {True, False}


@pytest.mark.parametrize(
    ("real", "training"), [(True, True), (False, False)], ids=["hidden", "counted"]
)
def test_no_look_up_is_hidden_among_practice_nor_practice_counted_as_one(
    both: Both, *, real: bool, training: bool
) -> None:
    """By whoever holds a process's role in the ledger, past its own code."""
    case = both.real.case if real else both.training.case
    detail = {"start": 1, "end": 2} | ({"training": 1} if training else {})
    before = len(entries(both, case))
    with psycopg.connect(dsn("tracer", "main")) as main:
        with pytest.raises(psycopg.errors.CheckViolation):
            main.execute(
                "INSERT INTO ledger.entry (kind, actor_role, actor, case_ref, detail)"
                " VALUES ('itinerary-read', 'officer', '', %s, %s)",
                [case, psycopg.types.json.Jsonb(detail)],
            )
        main.rollback()
    book = Book(lambda: dsn("tracer", "main"))
    with pytest.raises(psycopg.errors.CheckViolation):
        book.append(Actor("officer", ""), "", ItineraryRead(1, 2), training=True)
    book.close()
    assert len(entries(both, case)) == before
