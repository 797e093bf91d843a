"""Typed calls between processes on one machine: msgspec structs over an authenticated Unix socket.

The tracer and the vault answer this way. `multiprocessing.connection` gives framing and a mutual HMAC
challenge under a shared key, so a process without the key file cannot even ask.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ansim.domain.errors import AnsimError

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
Handlers = Mapping[Any, Callable[[Any], Any]]  # from request struct to function


class CallError(AnsimError):
    """The other process refused the call; `code` says why in one word."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UnreachableError(AnsimError):
    """The other process does not answer on its socket."""


class _Failure(msgspec.Struct):
    code: str
    message: str


_OK, _FAILED = b"\x00", b"\x01"


def serve(path: Path, key: bytes, handlers: Handlers, ready: Callable[[], None] = lambda: None) -> None:
    """Answer calls on the socket until the process ends; one thread a caller.

    `handlers` maps each request struct (tagged) to its function. An AnsimError becomes the caller's CallError
    with the class's name as code; any other error is logged here and answered without details.
    """
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    requests: Any = _union(handlers)
    with Listener(str(path), "AF_UNIX", backlog=64, authkey=key) as listener:
        path.chmod(0o600)
        ready()
        while True:
            try:
                connection = listener.accept()
            except Exception as error:  # noqa: BLE001 a failed challenge is only that caller's trouble
                log.warning("refused a caller: %s", type(error).__name__)
                continue
            threading.Thread(target=_answer, args=(connection, requests, handlers), daemon=True).start()


def _union(handlers: Handlers) -> Any:
    kinds = list(handlers)
    union: Any = kinds[0]
    for kind in kinds[1:]:
        union = union | kind
    return union


def _answer(connection: "Connection[bytes, bytes]", requests: Any, handlers: Handlers) -> None:
    decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(requests)
    encoder = msgspec.msgpack.Encoder()
    with connection:
        while True:
            try:
                message = connection.recv_bytes()
            except (EOFError, OSError):
                return
            connection.send_bytes(_reply(message, decoder, encoder, handlers))


def _reply(
    message: bytes,
    decoder: "msgspec.msgpack.Decoder[Any]",
    encoder: msgspec.msgpack.Encoder,
    handlers: Handlers,
) -> bytes:
    try:
        request = decoder.decode(message)
        return _OK + encoder.encode(handlers[type(request)](request))
    except CallError as error:
        return _FAILED + encoder.encode(_Failure(error.code, str(error)))
    except (AnsimError, msgspec.DecodeError) as error:
        return _FAILED + encoder.encode(_Failure(type(error).__name__, str(error)))
    except Exception:
        log.exception("a call failed")
        return _FAILED + encoder.encode(
            _Failure("internal", "the call failed; the log of that process says why")
        )


class Caller:
    """A client of one process; safe to share between threads, one call at a time on one connection."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._connection: Connection[bytes, bytes] | None = None
        self._lock = threading.Lock()

    def call(self, request: msgspec.Struct, answer: type[Answer]) -> Answer:
        """Send a request and wait for its answer. Raises CallError or UnreachableError."""
        message = msgspec.msgpack.encode(request)
        with self._lock:
            reply = self._exchange(message)
        if reply[:1] == _FAILED:
            failure = msgspec.msgpack.decode(reply[1:], type=_Failure)
            raise CallError(failure.code, failure.message)
        return msgspec.msgpack.decode(reply[1:], type=answer)

    def _exchange(self, message: bytes) -> bytes:
        # A kept connection may have died with a restarted server: one more try on a fresh one.
        if self._connection is not None:
            try:
                return self._once(self._connection, message)
            except (EOFError, OSError):
                self.close()
        try:
            self._connection = Client(str(self._path), "AF_UNIX", authkey=self._key)
            return self._once(self._connection, message)
        except (EOFError, OSError) as error:
            self.close()
            raise UnreachableError(
                f"nobody answers on {self._path.name}: is that process running?"
            ) from error

    @staticmethod
    def _once(connection: "Connection[bytes, bytes]", message: bytes) -> bytes:
        connection.send_bytes(message)
        return connection.recv_bytes()

    def close(self) -> None:
        """Close the kept connection; the next call opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
