import secrets
import socket
import time

import httpx
import pytest

from ansim.visitor.session.session_tokens import Sessions
from support.system import System, check_in

JSON = {"Content-Type": "application/json"}


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert found["status"] == answer.status_code
    assert found["title"]
    assert found["detail"]
    assert "Traceback" not in answer.text
    return answer.status_code, found["code"]


@pytest.mark.parametrize(
    "path", ["/v1/check-ins", "/v1/check-outs", "/v1/verifications", "/v1/sessions"]
)
class TestEveryBody:
    def test_over_256_kib_is_too_large(self, system: System, path: str) -> None:
        answer = system.http.post(path, content=b" " * 262_145, headers=JSON | system.bearer())
        assert problem(answer) == (413, "too-large")

    def test_over_256_kib_in_chunks_is_too_large(self, system: System, path: str) -> None:
        chunks = (b" " * 65_536 for _ in range(5))
        answer = system.http.post(path, content=chunks, headers=JSON | system.bearer())
        assert problem(answer) == (413, "too-large")

    @pytest.mark.parametrize(
        "content",
        [b"", b"{", b"nonsense", b'{"id": "\xff"}', b'{"id": "\\ud800"}', b"[" * 200_000, b"[{]"],
    )
    def test_broken_json_is_said_to_be_broken(
        self, system: System, path: str, content: bytes
    ) -> None:
        answer = system.http.post(path, content=content, headers=JSON | system.bearer())
        assert problem(answer) in {(400, "bad-json"), (422, "malformed")}

    @pytest.mark.parametrize("content", [b"null", b"17", b'"text"', b"{}", b'{"id": {"deep": []}}'])
    def test_json_of_another_shape_is_malformed(
        self, system: System, path: str, content: bytes
    ) -> None:
        answer = system.http.post(path, content=content, headers=JSON | system.bearer())
        assert problem(answer) == (422, "malformed")

    def test_another_kind_of_content_is_not_read(self, system: System, path: str) -> None:
        answer = system.http.post(
            path, content=b"{}", headers={"Content-Type": "text/plain"} | system.bearer()
        )
        assert problem(answer) == (415, "unsupported-media-type")

    def test_another_method_is_not_allowed(self, system: System, path: str) -> None:
        assert problem(system.http.put(path, json={})) == (405, "method-not-allowed")


def test_an_address_that_does_not_exist(system: System) -> None:
    assert problem(system.http.get("/v1/nothing")) == (404, "not-found")
    assert problem(system.http.get("/app/../../etc/passwd")) == (404, "not-found")
    assert problem(system.http.get("/app/%2e%2e/%2e%2e/index.html")) == (404, "not-found")


def post(system: System, authorization: str | bytes | None) -> tuple[int, str]:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = system.http.post(
        "/v1/check-ins", json=check_in(system.venues["cafe"]), headers=headers
    )
    assert answer.headers["www-authenticate"] == "Bearer"
    return problem(answer)


def test_without_a_session_nothing_is_stored(system: System) -> None:
    assert post(system, None) == (401, "session-missing")


@pytest.mark.parametrize(
    "authorization", ["Bearer", "Bearer x", "Basic dTpw", "Bearer " + "A" * 71, b"Bearer \xe9"]
)
def test_what_is_no_token_is_refused(system: System, authorization: str | bytes) -> None:
    assert post(system, authorization) == (401, "session-invalid")


def test_a_token_with_any_letter_changed_is_refused(system: System) -> None:
    token = system.token()
    for place in range(0, len(token) - 1, 7):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert post(system, f"Bearer {changed}") == (401, "session-invalid")


def test_a_token_of_another_key_is_refused(system: System) -> None:
    token, _ = Sessions(secrets.token_bytes(32)).issue(b"p" * 16, time.time())
    assert post(system, f"Bearer {token}") == (401, "session-invalid")


def test_an_old_token_replayed_is_expired(system: System) -> None:
    assert post(system, f"Bearer {system.token(now=time.time() - 86_401)}") == (
        401,
        "session-expired",
    )


def test_a_client_that_hangs_up_in_the_middle_harms_nobody(system: System) -> None:
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", system.port)) as half:
            half.sendall(b"POST /v1/check-ins HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
    answer = system.http.post(
        "/v1/check-ins", json=check_in(system.venues["cafe"]), headers=system.bearer()
    )
    assert answer.status_code == 201
    assert "Traceback" not in system.gateway_log()


def test_bytes_that_are_no_http_are_answered_400(system: System) -> None:
    with socket.create_connection(("127.0.0.1", system.port)) as line:
        line.sendall(b"\x16\x03\x01\x02\x00 nonsense\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 400")
