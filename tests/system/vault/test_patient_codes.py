"""The patient's own code: who gets it, who may read it out, and what guessing or pressing gets (SECURITY.md C1)."""

import json
import secrets
import time
from datetime import timedelta
from typing import Any

import pytest

from ansim.domain.days import day_bounds, local_day
from ansim.domain.pathogens import Anchor
from ansim.domain.patient_codes import PATIENT_CODE_LIMITS
from ansim.domain.quantities import VenueId
from ansim.domain.signed_places import SignedPlaces
from ansim.domain.signed_texts import write_text
from ansim.identity.owner_sealing import open_number
from ansim.identity.phones import phone_index, read_phone
from ansim.identity.sealing import load_private_key
from ansim.identity.sessions.calls import SignPlaces
from ansim.identity.staff.notified_calls import AnswerOfPatient, AskPatient, TakeUpCase
from support.by_person import cipher_of
from support.grants import text_fields
from support.rights import PHONES, Rights, refused

PATIENT = PHONES[3]


@pytest.fixture(autouse=True)
def from_the_start(rights: Rights) -> None:
    """Nobody has asked anybody yet."""
    with rights.system.owner("identity") as identity:
        identity.execute("DELETE FROM vault.patient_code")


def ask(rights: Rights, login: str = "officer", phone: str = PATIENT, **changes: Any) -> bytes:
    said = {
        "disease": "covid19",
        "anchor": local_day(time.time()) - timedelta(days=1),
        "anchor_kind": Anchor.SYMPTOM_ONSET,
        "language": "ko",
    }
    asked = AskPatient(rights.staff[login].ref, phone, **(said | changes))
    return rights.vault.ask_patient(asked).asked


def sent(rights: Rights, phone: str = PATIENT) -> list[tuple[str, str, str]]:
    """Language, code and whom to call of the messages to a number, newest first, as their owner reads them."""
    private = load_private_key(rights.system.keys.read("owners/private.pem"))
    with rights.system.owner("main") as main:
        rows = main.execute(
            "SELECT language, params::text, bound_to, sealed FROM notices.message"
            " WHERE template = 'patient-code' ORDER BY id DESC"
        ).fetchall()
    found = []
    for language, params, bound_to, sealed in rows:
        if open_number(private, bytes(bound_to), bytes(sealed)) == read_phone(phone):
            told = json.loads(params)
            found.append((language, told["code"], told["call"]))
    return found


def read_out(rights: Rights, asked: bytes, code: str, login: str = "officer") -> str:
    return rights.vault.answer_of_patient(
        AnswerOfPatient(rights.staff[login].ref, asked, code)
    ).case


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def entries(rights: Rights, login: str) -> list[str]:
    with rights.system.owner("main") as main:
        rows = main.execute(
            "SELECT kind FROM ledger.entry WHERE actor = %s ORDER BY seq",
            [rights.staff[login].ref],
        ).fetchall()
    return [row[0] for row in rows]


def test_the_patients_code_opens_the_patients_case_and_no_other(rights: Rights) -> None:
    asked = ask(rights, "colleague")
    assert entries(rights, "colleague")[-1] == "patient-asked"
    ((language, code, call),) = sent(rights)[:1]
    assert (language, call) == ("ko", "1339")
    case = read_out(rights, asked, code, "colleague")
    taken = rights.vault.take_up(TakeUpCase(case, rights.staff["colleague"].ref))
    assert taken.handle
    assert cipher_of(rights.system, case).person(taken.handle) == rights.persons[PATIENT]
    assert taken.notified_by == "patient"
    assert entries(rights, "colleague")[-2:] == ["phone-looked-up", "case-opened"]
    refused("patient-code-over", lambda: read_out(rights, asked, code, "colleague"))
    # One's own code cannot let for somebody else: the officer stands on the asking side of it.
    with rights.system.owner("identity") as identity:
        sides = identity.execute("SELECT staff, side FROM vault.side WHERE case_ref = %s", [case])
        assert sides.fetchall() == [(rights.staff["colleague"].ref, "asking")]


def test_a_code_guessed_three_times_is_over(rights: Rights) -> None:
    asked = ask(rights)
    code = sent(rights)[0][1]
    for _try in range(PATIENT_CODE_LIMITS.tries):
        refused("patient-code-wrong", lambda: read_out(rights, asked, wrong(code)))
    refused("patient-code-over", lambda: read_out(rights, asked, code))


@pytest.mark.parametrize("code", ["", "0", "000000 ", "٠٠٠٠٠٠", "x" * 4000, "None"])
def test_what_is_no_code_is_a_wrong_one(rights: Rights, code: str) -> None:
    refused("patient-code-wrong", lambda: read_out(rights, ask(rights), code))


def test_two_wrong_tries_leave_the_third(rights: Rights) -> None:
    asked = ask(rights)
    code = sent(rights)[0][1]
    for _try in range(PATIENT_CODE_LIMITS.tries - 1):
        refused("patient-code-wrong", lambda: read_out(rights, asked, wrong(code)))
    assert read_out(rights, asked, code)


def test_a_code_serves_the_officer_who_asked_and_its_own_asking(rights: Rights) -> None:
    one, other = ask(rights), ask(rights, phone=PHONES[1])
    code = sent(rights)[0][1]
    mine = sent(rights, PHONES[1])[0][1]
    refused("patient-code-over", lambda: read_out(rights, one, code, "colleague"))
    refused("patient-code-over", lambda: read_out(rights, secrets.token_bytes(16), code))
    refused("patient-code-over", lambda: read_out(rights, b"", code))
    if mine != code:
        refused("patient-code-wrong", lambda: read_out(rights, other, code))
    assert read_out(rights, one, code)


def in_a_copy(rights: Rights, table: str) -> list[dict[str, Any]]:
    """The rows of a table as a copy of the database shows them: bytes as `\\x` and hexadecimal digits."""
    with rights.system.owner("identity") as identity:
        rows = identity.execute(f"SELECT to_jsonb(one) FROM {table} AS one")  # type: ignore[call-overload]
        return [row for (row,) in rows]


def in_common(codes: list[dict[str, Any]], people: list[dict[str, Any]]) -> set[str]:
    """What of 16 bytes or more stands on both sides, or within the other."""
    mine, theirs = (
        {str(one)[2:] for row in rows for one in row.values() if str(one).startswith("\\x")}
        for rows in (codes, people)
    )
    return {one for one in mine for two in theirs if len(two) >= 32 and (one in two or two in one)}


def test_a_copy_of_the_database_joins_no_code_to_an_identity(rights: Rights) -> None:
    """Neither while the code is good, nor used, nor over; what was sealed for it is gone then."""
    people = in_a_copy(rights, "identity.identity")
    index = phone_index(rights.system.keys.secret("phone-index"), read_phone(PATIENT))
    assert any(index.hex() in str(row) for row in people)
    used, over, good = ask(rights), ask(rights), ask(rights, phone=PHONES[1])
    codes = in_a_copy(rights, "vault.patient_code")
    assert in_common(codes, people) == set()
    assert len({row["number"] for row in codes}) == 2
    assert len({row["sealed"] for row in codes}) == 3
    read_out(rights, used, sent(rights)[1][1])
    with rights.system.owner("identity") as identity:
        identity.execute("UPDATE vault.patient_code SET until = now() WHERE id = %s", [over])
    ask(rights, phone=PHONES[1])
    left = in_a_copy(rights, "vault.patient_code")
    assert in_common(left, people) == set()
    gone = {bytes.fromhex(row["id"][2:]) for row in left if row["sealed"] is None}
    assert gone == {used, over}
    assert good not in gone


def test_a_code_past_its_time_is_over(rights: Rights) -> None:
    asked = ask(rights)
    with rights.system.owner("identity") as identity:
        identity.execute("UPDATE vault.patient_code SET until = now() WHERE id = %s", [asked])
    refused("patient-code-over", lambda: read_out(rights, asked, sent(rights)[0][1]))


def test_three_codes_that_nobody_reads_out_stop_more_for_a_week(rights: Rights) -> None:
    before = len(sent(rights))
    for login in ("officer", "colleague", "officer"):
        ask(rights, login)
    refused("patient-codes-stopped", lambda: ask(rights))
    refused("patient-codes-stopped", lambda: ask(rights, "elsewhere"))
    assert len(sent(rights)) == before + 3
    assert ask(rights, phone=PHONES[1])
    with rights.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.patient_code SET asked_at = now() - interval '7 days 1 hour'"
        )
    assert ask(rights)


def test_a_code_that_was_read_out_counts_as_read_and_a_number_makes_few_cases(
    rights: Rights,
) -> None:
    """An officer's own second phone: each code is read out, so that alone would never stop them."""
    for login in ("officer", "colleague", "officer"):
        asked = ask(rights, login)
        assert read_out(rights, asked, sent(rights)[0][1], login)
    before = len(sent(rights))
    for login in ("officer", "colleague", "elsewhere"):
        refused("patient-cases", lambda login=login: ask(rights, login))
    assert len(sent(rights)) == before
    assert ask(rights, phone=PHONES[1])
    with rights.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.patient_code SET asked_at = now() - interval '7 days 1 hour'"
        )
    assert ask(rights)


def test_codes_that_wait_count_among_the_cases_that_a_number_may_make(rights: Rights) -> None:
    """Asked for before any is read out, they would make more cases than one by one."""
    asked = ask(rights)
    assert read_out(rights, asked, sent(rights)[0][1])
    ask(rights)
    ask(rights)
    refused("patient-cases", lambda: ask(rights))
    with rights.system.owner("identity") as identity:
        identity.execute("UPDATE vault.patient_code SET until = now() WHERE used_at IS NULL")
    assert ask(rights), "over their time they make none"


def test_the_cases_of_one_number_have_one_budget_of_places(rights: Rights) -> None:
    """An officer's own second phone: each of its three cases would tell of 20 venues a day more, and Translate joins them."""
    midnight = day_bounds(local_day(time.time()) - timedelta(days=2))[0]

    def sign(case: str, venues: range) -> None:
        stays = tuple((VenueId(one), midnight, midnight + 1800) for one in venues)
        text = write_text(SignedPlaces(**text_fields(case=case, stays=stays, why="interview")))
        rights.vault.sign_places(SignPlaces(text, rights.staff["officer"].sign(text)))

    def begun(phone: str) -> str:
        asked = ask(rights, phone=phone)
        case = read_out(rights, asked, sent(rights, phone)[0][1])
        rights.vault.take_up(TakeUpCase(case, rights.staff["officer"].ref))
        return case

    one, two, others = begun(PATIENT), begun(PATIENT), begun(PHONES[1])
    sign(one, range(1, 13))
    refused("places-budget", lambda: sign(two, range(101, 113)))
    refused("places-budget", lambda: sign(one, range(101, 113)))
    sign(two, range(101, 109))
    sign(others, range(1, 21))


def test_an_officer_sends_so_many_codes_a_day(rights: Rights) -> None:
    with rights.system.owner("identity") as identity:
        identity.execute(
            "INSERT INTO vault.patient_code"
            " (id, case_ref, staff, number, code, disease, anchor, anchor_kind, until)"
            " SELECT uuid_send(gen_random_uuid()), 'X', %s, sha256(n::text::bytea), sha256('x'), 'covid19',"
            " current_date, 'symptom-onset', now() FROM generate_series(1, %s) AS n",
            [rights.staff["officer"].ref, PATIENT_CODE_LIMITS.a_day - 1],
        )
    assert ask(rights)
    before = len(sent(rights))
    refused("patient-code-cap", lambda: ask(rights))
    assert ask(rights, "colleague")
    assert len(sent(rights)) == before + 1


def test_whether_a_number_signed_up_is_told_by_its_holder_alone(rights: Rights) -> None:
    unknown = "010-0000-9197"
    asked = ask(rights, phone=unknown)
    code = sent(rights, unknown)[0][1]
    refused("patient-code-wrong", lambda: read_out(rights, asked, wrong(code)))
    refused("nobody-signed-up", lambda: read_out(rights, asked, code))


@pytest.mark.parametrize(
    ("language", "phone", "languages"),
    [
        ("ko", PATIENT, ["ko"]),
        ("en", PATIENT, ["en", "ko"]),
        ("ko", "+81 90 0000 0001", ["ko", "ja"]),
        ("en", "+1 202 555 0143", ["en"]),
    ],
)
def test_the_message_is_in_the_numbers_own_language_whatever_is_asked_for(
    rights: Rights, language: str, phone: str, languages: list[str]
) -> None:
    before = len(sent(rights, phone))
    ask(rights, phone=phone, language=language)
    told = sent(rights, phone)
    assert [one for one, _code, _call in told[: len(told) - before]] == languages
    assert len({code for _one, code, _call in told[: len(told) - before]}) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"phone": "12"}, "phone-unreadable"),
        ({"phone": "064-000-0000"}, "phone-unreadable"),
        ({"disease": "plague"}, "notification-terms"),
        ({"anchor_kind": Anchor.RASH_ONSET}, "notification-terms"),
        ({"anchor": local_day(0.0)}, "notification-terms"),
        ({"login": "approver"}, "not-two-signers"),
    ],
)
def test_what_gets_no_code(rights: Rights, changes: dict[str, Any], code: str) -> None:
    refused(code, lambda: ask(rights, **changes))


def test_neither_number_nor_code_is_kept(rights: Rights) -> None:
    ask(rights)
    code = sent(rights)[0][1]
    digits = PATIENT.replace("-", "")[1:]
    with rights.system.owner("identity") as identity:
        (row,) = identity.execute("SELECT t::text FROM vault.patient_code t").fetchall()
    assert digits not in row[0]
    assert digits.encode().hex() not in row[0]
    assert code.encode().hex() not in row[0]
    with rights.system.owner("main") as main:
        rows = main.execute("SELECT t::text FROM notices.message t").fetchall()
        ledger = main.execute("SELECT t::text FROM ledger.entry t").fetchall()
    assert not [one for (one,) in (*rows, *ledger) if digits in one or digits.encode().hex() in one]
    assert not [one for (one,) in ledger if code in one and "patient" in one]


@pytest.mark.parametrize("process", ["investigation", "gateway", "business", "tracer"])
def test_no_other_process_reads_the_code(rights: Rights, process: str) -> None:
    import psycopg

    with (
        pytest.raises(psycopg.Error),
        rights.system.connect_as(process, "main") as connection,  # type: ignore[arg-type]
    ):
        connection.execute("SELECT params FROM notices.message")
