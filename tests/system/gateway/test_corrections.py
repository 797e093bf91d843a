import pytest

from ansim.identity.sealing import SealBrokenError, load_private_key, unseal_correction
from support.system import System
from support.visitor import Visitor

TEXT = "이름이 잘못 적혔습니다. '김안심'이 맞습니다."


def stored(system: System, person: bytes) -> list[bytes]:
    with system.owner("identity") as connection:
        query = "SELECT sealed FROM identity.correction WHERE person_id = %s ORDER BY asked_at"
        return [bytes(row[0]) for row in connection.execute(query, [person])]


def test_a_request_is_sealed_so_that_only_the_vault_reads_it(
    system: System, visitor: Visitor
) -> None:
    answer = visitor.ask("POST", "/v1/me/corrections", {"text": TEXT})
    assert answer.status_code == 201, answer.text
    (sealed,) = stored(system, visitor.person)
    assert "김안심".encode() not in sealed
    private = load_private_key(system.keys.read("identity/private.pem"))
    assert unseal_correction(private, visitor.person, sealed) == TEXT
    with pytest.raises(SealBrokenError):
        unseal_correction(private, b"another-person-1", sealed)
    assert visitor.ask("GET", "/v1/me").json()["corrections"] == 1


def test_the_sixth_request_waits_for_an_answer(system: System, visitor: Visitor) -> None:
    answers = [visitor.ask("POST", "/v1/me/corrections", {"text": f"{n}"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [201] * 5 + [429]
    assert answers[-1].json()["code"] == "too-many-corrections"
    assert len(stored(system, visitor.person)) == 5


@pytest.mark.parametrize("text", ["", "가" * 2001, 7])
def test_an_empty_or_endless_request_is_malformed(visitor: Visitor, text: object) -> None:
    assert visitor.ask("POST", "/v1/me/corrections", {"text": text}).json()["code"] == "malformed"


def test_the_words_are_not_logged(system: System, visitor: Visitor) -> None:
    visitor.ask("POST", "/v1/me/corrections", {"text": TEXT})
    assert "김안심" not in system.gateway_log()
