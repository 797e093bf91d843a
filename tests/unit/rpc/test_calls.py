import threading
from pathlib import Path

import msgspec
import pytest

from ansim.domain.errors import AnsimError
from ansim.rpc import Caller, CallError, UnreachableError, serve


class Add(msgspec.Struct, tag=True):
    one: int
    two: int


class Break(msgspec.Struct, tag=True):
    how: str


class StrangeError(AnsimError): ...


def fail(request: Break) -> None:
    raise StrangeError("no such thing") if request.how == "told" else RuntimeError("secret detail")


@pytest.fixture
def socket(tmp_path: Path) -> Path:
    path, ready = tmp_path / "a.sock", threading.Event()
    handlers = {Add: lambda request: request.one + request.two, Break: fail}
    threading.Thread(target=serve, args=(path, b"k" * 32, handlers, ready.set), daemon=True).start()
    assert ready.wait(5)
    return path


def test_a_call_is_answered_with_its_type(socket: Path) -> None:
    caller = Caller(socket, b"k" * 32)
    assert caller.call(Add(1, 2), int) == 3
    assert caller.call(Add(4, 5), int) == 9


def test_a_refusal_carries_its_code_and_words(socket: Path) -> None:
    with pytest.raises(CallError, match="no such thing") as caught:
        Caller(socket, b"k" * 32).call(Break("told"), int)
    assert caught.value.code == "StrangeError"


def test_an_unforeseen_error_tells_the_caller_nothing(socket: Path) -> None:
    with pytest.raises(CallError) as caught:
        Caller(socket, b"k" * 32).call(Break("untold"), int)
    assert "secret detail" not in str(caught.value)


def test_a_caller_without_the_key_is_turned_away_and_others_go_on(socket: Path) -> None:
    from multiprocessing import AuthenticationError

    with pytest.raises((AuthenticationError, UnreachableError)):
        Caller(socket, b"x" * 32).call(Add(1, 2), int)
    assert Caller(socket, b"k" * 32).call(Add(1, 2), int) == 3


def test_nobody_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError, match="is that process running"):
        Caller(tmp_path / "nobody.sock", b"k" * 32).call(Add(1, 2), int)
