"""What campaigns say, in whose states their messages are, and when they may go: rules without a database."""

import itertools
import random
import re
from datetime import date, datetime

import pytest

from ansim.domain.campaigns.message_states import (
    ENDED,
    REACHED,
    Event,
    State,
    moved,
)
from ansim.domain.campaigns.message_words import (
    HAVE_DAY,
    LANGUAGES,
    WORDINGS,
    CampaignTemplate,
    TemplateUnknownError,
    filled,
    newest,
    with_reference,
)
from ansim.domain.campaigns.references import (
    draw_reference,
    read_reference,
    readable_reference,
)
from ansim.domain.campaigns.sending_policy import SENDING, SendingPolicy, may_go_at, needs_two
from ansim.domain.codes import ALPHABET
from ansim.domain.days import VENUE_ZONE
from ansim.domain.pathogens import presets
from ansim.notices.encoding import Form, encode_message

FIELDS = {"office": "제주특별자치도 감염병관리과", "call": "064-710-0000"}
FIRST = date(2026, 11, 28)


def texts(template: CampaignTemplate) -> dict[str, str]:
    return filled(
        template, FIRST, LANGUAGES, FIELDS, date(2026, 12, 31) if template in HAVE_DAY else None
    )


@pytest.mark.parametrize("template", list(CampaignTemplate))
def test_a_text_names_office_ground_number_and_reference_and_nothing_that_frauds_have(
    template: CampaignTemplate,
) -> None:
    for language, text in texts(template).items():
        assert text.startswith(f"[{FIELDS['office']}] ")
        assert FIELDS["call"] in text
        assert text.count("{ref}") == 1
        assert re.search(r"제\d+조|Art\. \d+|第\d+条", text), language
        assert not re.search(r"https?:|www\.|\.kr\b|\.com\b|[{}]", text.replace("{ref}", ""))
        assert ("31" in text) == (template in HAVE_DAY)


@pytest.mark.parametrize("template", list(CampaignTemplate))
def test_a_wrong_reader_learns_neither_disease_nor_place(template: CampaignTemplate) -> None:
    names = [one.name(language) for one in presets().values() for language in ("ko", "en")]
    for text in texts(template).values():
        assert not [name for name in names if name.lower() in text.lower()]
    assert not re.search(
        r"\{(?!office|call|day|ref)", " ".join(one for w in WORDINGS for one in w.words.values())
    )


@pytest.mark.parametrize("template", list(CampaignTemplate))
def test_every_language_goes_as_it_is_never_as_question_marks(template: CampaignTemplate) -> None:
    for language, text in texts(template).items():
        whole = with_reference(text, readable_reference("0123456Z"))
        here = encode_message(whole, "+821000000101")
        code = "utf-16-be" if here.form is Form.UCS2 else "cp949"
        assert here.data.decode(code) == whole
        assert (here.form is Form.UCS2) == (language in ("zh", "ja")) or here.form is Form.LMS
        assert here.parts <= 4


def test_fields_are_just_those_and_a_day_just_where_there_is_one() -> None:
    for template in CampaignTemplate:
        day = None if template in HAVE_DAY else FIRST
        with pytest.raises(TemplateUnknownError):
            filled(template, FIRST, ("ko",), FIELDS, day)
    for fields in ({"office": "a"}, FIELDS | {"venue": "카페"}):
        with pytest.raises(TemplateUnknownError):
            filled(CampaignTemplate.RELEASE, FIRST, ("ko",), fields, None)
    for languages in ((), ("vi",), ("ko", "xx")):
        with pytest.raises(TemplateUnknownError):
            filled(CampaignTemplate.RELEASE, FIRST, languages, FIELDS, None)
    assert newest(CampaignTemplate.TEST, date(2020, 1, 1)).version == FIRST


def test_a_reference_notices_every_wrong_sign() -> None:
    drawn = random.Random(7)
    for _turn in range(200):
        ref = draw_reference(drawn.randrange)
        assert read_reference(readable_reference(ref).lower()) == ref
        at = drawn.randrange(8)
        wrong = ref[:at] + drawn.choice(ALPHABET.replace(ref[at], "")) + ref[at + 1 :]
        assert read_reference(wrong) is None, (ref, wrong)
    assert read_reference("O123-456") is None
    assert len({draw_reference() for _turn in range(500)}) == 500


def test_receipts_in_any_order_and_number_end_at_what_is_known_for_certain() -> None:
    told = [Event.TAKEN, Event.NOT_ARRIVED, Event.ARRIVED, Event.SEEN, Event.ANSWER]
    for size in range(1, 4):
        for events in itertools.product(told, repeat=size):
            for order in itertools.permutations(events):
                state = State.HANDING
                for event in order:
                    state = moved(state, event)
                if Event.ANSWER in events:
                    assert state is State.ANSWERED, order
                elif Event.SEEN in events:
                    assert state is State.READ, order
                elif Event.ARRIVED in events:
                    assert state is State.DELIVERED, order
                elif Event.NOT_ARRIVED in events:
                    assert state is State.FAILED, order
                else:
                    assert state is State.HANDED


def test_a_crash_makes_uncertain_only_what_was_being_handed_over() -> None:
    after = {state: moved(state, Event.LOST) for state in State}
    assert after == {state: state for state in State} | {State.HANDING: State.UNCERTAIN}
    assert moved(State.UNCERTAIN, Event.RESENT) is State.QUEUED
    assert moved(State.QUEUED, Event.ARRIVED) is State.DELIVERED, "the first one had arrived"


def test_a_stop_takes_back_nothing_that_left_the_house() -> None:
    assert [state for state in State if moved(state, Event.STOP) is not state] == [State.QUEUED]


def test_what_ended_never_begins_again() -> None:
    for state in ENDED:
        for event in (Event.BEGUN, Event.PUT_OFF, Event.RESENT, Event.LOST):
            assert moved(state, event) is state
    for state in REACHED:
        assert moved(state, Event.NOT_ARRIVED) is state


@pytest.mark.parametrize(
    ("hour", "goes"),
    [("07:59", "08:00"), ("08:00", None), ("20:59", None), ("21:00", "+08:00"), ("00:30", "08:00")],
)
def test_quiet_hours_hold_but_where_the_officer_signed_otherwise(
    hour: str, goes: str | None
) -> None:
    at = datetime.fromisoformat(f"2026-12-01T{hour}").replace(tzinfo=VENUE_ZONE)
    moment = at.timestamp()
    assert may_go_at(moment, night=True) == moment
    if goes is None:
        assert may_go_at(moment, night=False) == moment
        return
    day = 2 if goes.startswith("+") else 1
    until = datetime.fromisoformat(f"2026-12-0{day}T{goes.lstrip('+')}").replace(tzinfo=VENUE_ZONE)
    assert may_go_at(moment, night=False) == until.timestamp()


def test_quiet_hours_within_a_day_hold_too() -> None:
    policy = SendingPolicy(since=FIRST, quiet_from=1, quiet_until=5)
    at = datetime(2026, 12, 1, 3, 30, tzinfo=VENUE_ZONE).timestamp()
    assert may_go_at(at, night=False, policy=policy) == at + 5400
    assert may_go_at(at + 5400, night=False, policy=policy) == at + 5400


@pytest.mark.parametrize(
    ("people", "before", "second"),
    [(50, 0, False), (51, 0, True), (1, 50, True), (25, 25, False), (26, 25, True)],
)
def test_the_size_counts_over_the_day(people: int, before: int, second: bool) -> None:  # noqa: FBT001
    assert SENDING.alone == 50
    assert needs_two(people, before) is second
