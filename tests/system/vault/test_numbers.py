"""What a console in foreign hands may ask of cases without any signature: nothing that turns a number into a person."""

import msgspec
import pytest

from ansim.keys.calls import SessionOf, StandingSessions
from ansim.rpc import Caller, CallError
from ansim.settings.environment import socket_path
from support.rights import PHONES, Rights


class OpenCase(msgspec.Struct, tag=True, frozen=True):
    """The call of before, by which one officer opened a case for any number (SECURITY.md C1)."""

    case: str
    officer: str
    phone: str
    unverified: bool = False


def test_there_is_no_call_that_turns_a_number_into_a_case(rights: Rights) -> None:
    caller = Caller(socket_path("vault"), rights.system.keys.read("vault-calls.key"))
    with pytest.raises(CallError) as caught:
        caller.call(OpenCase("2611-AAAAA", rights.staff["officer"].ref, PHONES[2]), bytes)
    assert caught.value.code == "unreadable"


def test_the_console_may_not_ask_what_a_session_stands_for(rights: Rights) -> None:
    caller = Caller(socket_path("vault"), rights.system.keys.read("vault-calls.key"))
    for asked in (SessionOf(b"s" * 16), StandingSessions([b"s" * 16])):
        with pytest.raises(CallError) as caught:
            caller.call(asked, bytes)
        assert caught.value.code == "unreadable"
