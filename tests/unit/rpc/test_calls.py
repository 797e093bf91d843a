import logging
import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Client
from pathlib import Path

import msgspec
import pytest

from ansim import rpc
from ansim.domain.errors import AnsimError
from ansim.rpc import Caller, CallError, UnreachableError, serve
from support.patience import PATIENCE, until


class Add(msgspec.Struct, tag=True):
    one: int
    two: int


class Break(msgspec.Struct, tag=True):
    how: str


class Count(msgspec.Struct, tag=True):
    people: list[bytes]


class Wait(msgspec.Struct, tag=True):
    seconds: float


class StrangeError(AnsimError): ...


def fail(request: Break) -> None:
    raise StrangeError("no such thing") if request.how == "told" else RuntimeError("secret detail")


@pytest.fixture
def socket_path(tmp_path: Path) -> Path:
    path, ready = tmp_path / "a.sock", threading.Event()
    handlers = {
        Add: lambda request: request.one + request.two,
        Break: fail,
        Count: lambda request: len(set(request.people)),
        Wait: lambda request: time.sleep(request.seconds),
    }
    threading.Thread(target=serve, args=(path, b"k" * 32, handlers, ready.set), daemon=True).start()
    assert ready.wait(PATIENCE)
    return path


@pytest.fixture
def silent(socket_path: Path) -> Iterator[list[socket.socket]]:
    """Three callers that connect and say nothing."""
    callers = []
    for _ in range(3):
        caller = socket.socket(socket.AF_UNIX)
        caller.settimeout(PATIENCE)
        caller.connect(str(socket_path))
        callers.append(caller)
    yield callers
    for caller in callers:
        caller.close()


@pytest.fixture
def broken_threads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the errors that ended a thread."""
    names: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda told: names.append(told.exc_type.__name__))
    return names


def read_to_the_end(caller: socket.socket) -> bytes:
    told = b""
    while part := caller.recv(4096):
        told += part
    return told


def eventually(caplog: pytest.LogCaptureFixture, words: str) -> bool:
    return until(lambda: words in caplog.text, words)


def test_a_call_is_answered_with_its_type(socket_path: Path) -> None:
    caller = Caller(socket_path, b"k" * 32)
    assert caller.call(Add(1, 2), int) == 3
    assert caller.call(Add(4, 5), int) == 9


def test_a_refusal_carries_its_code_and_words(socket_path: Path) -> None:
    with pytest.raises(CallError, match="no such thing") as caught:
        Caller(socket_path, b"k" * 32).call(Break("told"), int)
    assert caught.value.code == "StrangeError"


def test_an_unforeseen_error_tells_the_caller_nothing(socket_path: Path) -> None:
    with pytest.raises(CallError) as caught:
        Caller(socket_path, b"k" * 32).call(Break("untold"), int)
    assert "secret detail" not in str(caught.value)


def test_a_caller_without_the_key_is_turned_away_and_others_go_on(socket_path: Path) -> None:
    with pytest.raises(UnreachableError, match=r"the same a-calls\.key"):
        Caller(socket_path, b"x" * 32).call(Add(1, 2), int)
    assert Caller(socket_path, b"k" * 32).call(Add(1, 2), int) == 3


def test_nobody_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError, match="is that process running"):
        Caller(tmp_path / "nobody.sock", b"k" * 32).call(Add(1, 2), int)


def test_silent_callers_hold_nobody_up(socket_path: Path, silent: list[socket.socket]) -> None:
    began = time.monotonic()
    assert Caller(socket_path, b"k" * 32).call(Add(1, 2), int) == 3
    assert time.monotonic() - began < rpc.PATIENCE * len(silent) / 2


@pytest.mark.parametrize("begun", [b"", struct.pack("!i", 20) + b"half"])
def test_who_does_not_show_the_key_in_time_is_let_go(
    socket_path: Path, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(rpc, "PATIENCE", 0.2)
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(PATIENCE)
        caller.connect(str(socket_path))
        caller.sendall(begun)
        assert b"#CHALLENGE#" in read_to_the_end(caller)


def test_only_so_many_may_wait_without_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rpc, "STRANGERS", 2)
    path, ready = tmp_path / "b.sock", threading.Event()
    handlers = {Add: lambda request: request.one + request.two}
    threading.Thread(target=serve, args=(path, b"k" * 32, handlers, ready.set), daemon=True).start()
    assert ready.wait(PATIENCE)
    callers = [socket.socket(socket.AF_UNIX) for _ in range(3)]
    for caller in callers:
        caller.settimeout(PATIENCE)
        caller.connect(str(path))
    assert read_to_the_end(callers[2]) == b""
    for caller in callers:
        caller.close()

    def asked() -> int:
        with suppress(UnreachableError):
            return Caller(path, b"k" * 32).call(Add(1, 2), int)
        return 0

    assert until(asked, "their places are free again") == 3


@pytest.mark.parametrize("header", [struct.pack("!iQ", -1, 2**62), struct.pack("!i", 2**31 - 1)])
def test_a_giant_frame_ends_its_caller_alone(
    socket_path: Path, broken_threads: list[str], caplog: pytest.LogCaptureFixture, header: bytes
) -> None:
    caplog.set_level(logging.DEBUG, "ansim.rpc")
    with Client(str(socket_path), "AF_UNIX", authkey=b"k" * 32) as known:
        stream = socket.socket(fileno=os.dup(known.fileno()))
        stream.sendall(header)
        assert eventually(caplog, "a caller was let go: OSError")
        stream.settimeout(PATIENCE)
        assert stream.recv(1) == b""
        stream.close()
    assert Caller(socket_path, b"k" * 32).call(Add(1, 2), int) == 3
    assert not broken_threads


def test_a_giant_frame_before_the_key_is_refused(
    socket_path: Path, silent: list[socket.socket], broken_threads: list[str]
) -> None:
    silent[0].sendall(struct.pack("!iQ", -1, 2**62))
    read_to_the_end(silent[0])
    assert Caller(socket_path, b"k" * 32).call(Add(1, 2), int) == 3
    assert not broken_threads


def test_a_caller_gone_before_its_answer_is_no_error(
    socket_path: Path, broken_threads: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "ansim.rpc")
    with Client(str(socket_path), "AF_UNIX", authkey=b"k" * 32) as known:
        known.send_bytes(msgspec.msgpack.encode(Wait(0.2)))
    assert eventually(caplog, "a caller was let go: BrokenPipeError")
    assert Caller(socket_path, b"k" * 32).call(Add(1, 2), int) == 3
    assert not broken_threads


def test_a_hundred_thousand_person_ids_are_one_request(socket_path: Path) -> None:
    people = [number.to_bytes(16, "big") for number in range(100_000)]
    assert Caller(socket_path, b"k" * 32).call(Count(people), int) == 100_000


def test_a_request_too_large_is_refused_before_it_is_sent(socket_path: Path) -> None:
    with pytest.raises(CallError, match="67,108,864 at most") as caught:
        Caller(socket_path, b"k" * 32).call(Count([bytes(rpc.LARGEST)]), int)
    assert caught.value.code == "TooLarge"


def test_something_else_on_the_socket_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(tmp_path / "a.sock"))
        other.listen()

        def greet() -> None:
            caller, _ = other.accept()
            caller.sendall(struct.pack("!i", 5) + b"hello")
            caller.close()

        threading.Thread(target=greet, daemon=True).start()
        with pytest.raises(UnreachableError, match="not with this process's key"):
            Caller(tmp_path / "a.sock", b"k" * 32).call(Add(1, 2), int)


def test_the_socket_is_its_owners_alone_and_the_mask_of_files_is_as_before(
    socket_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert socket_path.stat().st_mode & 0o777 == 0o600
    # Even where nothing tightens it afterwards, which leaves others a moment in which to connect.
    monkeypatch.setattr(Path, "chmod", lambda _path, _mode: None)
    before, ready = os.umask(0o022), threading.Event()
    try:
        path = tmp_path / "rooms" / "b.sock"
        handlers = {Add: lambda request: request.one + request.two}
        threading.Thread(
            target=serve, args=(path, b"k" * 32, handlers, ready.set), daemon=True
        ).start()
        assert ready.wait(PATIENCE)
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_process_that_hangs_is_waited_for_so_long_and_not_asked_again(
    tmp_path: Path, before: int
) -> None:
    path, ready, asked = tmp_path / "h.sock", threading.Event(), list[float]()

    def hang(request: Wait) -> None:
        asked.append(request.seconds)
        time.sleep(request.seconds)

    handlers = {Wait: hang, Add: lambda request: request.one + request.two}
    threading.Thread(target=serve, args=(path, b"k" * 32, handlers, ready.set), daemon=True).start()
    assert ready.wait(PATIENCE)
    caller = Caller(path, b"k" * 32, patience=0.5)
    for _ in range(before):
        assert caller.call(Add(1, 2), int) == 3
    began = time.monotonic()
    with pytest.raises(UnreachableError, match=r"h\.sock gave no answer within 0\.5 s"):
        caller.call(Wait(PATIENCE), object)
    assert time.monotonic() - began < PATIENCE / 2
    assert len(asked) == 1
    assert caller.call(Add(1, 2), int) == 3, "on a line of its own, and not the late answer"


def test_whoever_takes_connections_and_says_nothing_is_waited_for_so_long(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as stopped:
        stopped.bind(str(tmp_path / "s.sock"))
        stopped.listen(4)
        for patience in (0.2, 1.1):
            began = time.monotonic()
            with pytest.raises(UnreachableError, match="gave no answer"):
                Caller(tmp_path / "s.sock", b"k" * 32, patience).call(Add(1, 2), int)
            assert patience * 0.9 < time.monotonic() - began < patience + PATIENCE / 2


def test_who_waits_behind_a_call_that_hangs_gives_up_too(socket_path: Path) -> None:
    caller, told = Caller(socket_path, b"k" * 32, patience=0.5), list[str]()

    def ask() -> None:
        with suppress(UnreachableError):
            caller.call(Wait(PATIENCE), object)
            return
        told.append("gave up")

    callers = [threading.Thread(target=ask) for _ in range(3)]
    for one in callers:
        one.start()
    for one in callers:
        one.join(PATIENCE)
    assert told == ["gave up"] * 3
