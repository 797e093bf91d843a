import pytest

from ansim.identity.phones import phone_index
from ansim.identity.sealing import Particulars, load_private_key, unseal
from support.patience import until
from support.system import System, check_in, device_key
from support.visitor import CONSENT


def ask_for_code(system: System, phone: str, **headers: str) -> dict[str, str]:
    answer = system.http.post("/v1/verifications", json={"phone": phone}, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def e164(phone: str) -> str:
    return "+82" + phone.replace("-", "")[1:]


def session_request(system: System, phone: str, **changes: object) -> dict[str, object]:
    begun = ask_for_code(system, phone)
    body = {
        "verification_id": begun["verification_id"],
        "phone": phone,
        "code": system.code_for(e164(phone)),
    }
    return {**body, "consent": CONSENT, "device_key": device_key(), **changes}


def identity_of(system: System, phone: str) -> tuple[bytes, bytes]:
    index = phone_index(system.keys.secret("phone-index"), e164(phone))
    with system.owner("identity") as connection:
        query = "SELECT person_id, sealed FROM identity.identity WHERE phone_index = %s"
        row = connection.execute(query, [index]).fetchone()
    assert row
    return row


def test_a_code_from_the_phone_gives_a_session_that_checks_in(system: System) -> None:
    answer = system.http.post(
        "/v1/sessions", json=session_request(system, "010-0000-1001", name="김안심")
    )
    assert answer.status_code == 201, answer.text
    body = check_in(system.venues["cafe"])
    headers = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert system.http.post("/v1/check-ins", json=body, headers=headers).status_code == 201


def test_only_the_vaults_key_reads_who_signed_up(system: System) -> None:
    phone = "010-0000-1002"
    assert system.http.post(
        "/v1/sessions", json=session_request(system, phone, name="이바람")
    ).is_success
    person, sealed = identity_of(system, phone)
    private = load_private_key(system.keys.read("identity/private.pem"))
    assert unseal(private, person, sealed) == Particulars(phone="+821000001002", name="이바람")
    assert "이바람".encode() not in sealed
    assert b"1002" not in sealed


def test_the_same_number_finds_the_same_person_and_takes_the_new_name(system: System) -> None:
    phone = "010-0000-1003"
    assert system.http.post(
        "/v1/sessions", json=session_request(system, phone, name="박하나")
    ).is_success
    before, _ = identity_of(system, phone)
    assert system.http.post(
        "/v1/sessions", json=session_request(system, phone, name="박두리")
    ).is_success
    after, sealed = identity_of(system, phone)
    assert before == after
    private = load_private_key(system.keys.read("identity/private.pem"))
    assert unseal(private, after, sealed).name == "박두리"


def test_a_wrong_code_says_how_many_tries_are_left_and_the_sixth_is_not_looked_at(
    system: System,
) -> None:
    body = session_request(system, "010-0000-1004")
    right = str(body["code"])
    wrong = {**body, "code": f"{(int(right) + 1) % 1_000_000:06d}"}
    answers = [system.http.post("/v1/sessions", json=wrong).json() for _ in range(5)]
    assert [answer["code"] for answer in answers] == ["wrong-code"] * 4 + ["too-many-tries"]
    assert "4" in answers[0]["detail"]
    last = system.http.post("/v1/sessions", json=body)
    assert (last.status_code, last.json()["code"]) == (429, "too-many-tries")


def test_a_code_serves_once(system: System) -> None:
    body = session_request(system, "010-0000-1005")
    assert system.http.post("/v1/sessions", json=body).status_code == 201
    again = system.http.post("/v1/sessions", json=body)
    assert (again.status_code, again.json()["code"]) == (404, "unknown-verification")


def test_a_code_serves_only_the_number_it_was_sent_to(system: System) -> None:
    body = session_request(system, "010-0000-1006")
    answer = system.http.post("/v1/sessions", json={**body, "phone": "010-0000-1007"})
    assert answer.json()["code"] == "unknown-verification"


def test_a_code_expires(system: System) -> None:
    body = session_request(system, "010-0000-1008")
    with system.owner("identity") as connection:
        connection.execute(
            "UPDATE identity.verification SET expires_at = now() WHERE id = %s",
            [body["verification_id"]],
        )
    assert system.http.post("/v1/sessions", json=body).json()["code"] == "unknown-verification"


def test_a_number_may_ask_three_times_in_ten_minutes(system: System) -> None:
    phone = "010-0000-1009"
    waits = [ask_for_code(system, phone)["retry_after"] for _ in range(3)]
    assert waits[:2] == [0, 0]
    assert 590 <= int(waits[2]) <= 600
    answer = system.http.post("/v1/verifications", json={"phone": phone})
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-codes")
    assert 590 <= int(answer.headers["Retry-After"]) <= 600
    index = phone_index(system.keys.secret("phone-index"), e164(phone))
    with system.owner("identity") as connection:
        older = "UPDATE identity.verification SET created_at = now() - interval '11 minutes' WHERE phone_index = %s"
        connection.execute(older, [index])
    assert ask_for_code(system, phone)["retry_after"] == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [("ko", "인증번호"), ("en", "Your code"), ("zh-CN", "验证码"), ("ja", "認証コード")],
)
def test_the_message_speaks_the_visitors_language(
    system: System, language: str, words: str
) -> None:
    phone = f"010-0000-11{['ko', 'en', 'zh-CN', 'ja'].index(language):02d}"
    ask_for_code(system, phone, **{"Accept-Language": language})
    assert words in next(
        message["text"] for message in system.messages() if message["to"] == e164(phone)
    )


@pytest.mark.parametrize("phone", ["010-1234", "+1 212 555", "0000000000000000"])
def test_what_is_no_number_is_refused_without_being_repeated(system: System, phone: str) -> None:
    answer = system.http.post("/v1/verifications", json={"phone": phone})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-phone")
    assert phone not in answer.text


def test_another_consent_than_the_present_one_is_refused(system: System) -> None:
    body = {**session_request(system, "010-0000-1012"), "consent": "2020-12"}
    answer = system.http.post("/v1/sessions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "consent-outdated")


def test_a_device_key_off_the_curve_is_refused(system: System) -> None:
    body = session_request(system, "010-0000-1013")
    body["device_key"] = {**device_key(), "y": "A" * 43}
    answer = system.http.post("/v1/sessions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-device-key")


def test_a_stopped_person_is_asked_to_sign_up_again(system: System) -> None:
    person = b"stopped-person-1"
    with system.owner("identity") as connection:
        connection.execute("INSERT INTO identity.stopped (person_id) VALUES (%s)", [person])

    def told() -> str | None:
        body = check_in(system.venues["cafe"])
        answer = system.http.post("/v1/check-ins", json=body, headers=system.bearer(person))
        return None if answer.is_success else str(answer.json()["code"])

    assert until(told, "the gateway hears of it") == "session-stopped"


def test_neither_numbers_nor_codes_are_logged(system: System) -> None:
    ask_for_code(system, "010-0000-1014")
    log = system.gateway_log()
    assert "00001014" not in log.replace("-", "")
    assert f"code is {system.code_for('+821000001014')}" not in log
