"""Typed calls between processes on one machine: msgspec structs over an authenticated Unix socket.

The tracer and the vault answer this way. `multiprocessing.connection` gives framing and a mutual HMAC
challenge under a shared key, so a process without the key file cannot even ask. Whoever connects and stays silent holds
one thread for five seconds and nobody else up.
"""

import logging
import os
import socket
import struct
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import (
    Connection,
    answer_challenge,
    deliver_challenge,
)
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ansim.domain.errors import AnsimError

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
Handlers = Mapping[Any, Callable[[Any], Any]]  # from request struct to function
LARGEST = 64 << 20  # bytes of a request; 100,000 person ids take 2 MB
PATIENCE = 5.0  # s that a caller has to show the key
ANSWERED_WITHIN = 180.0  # s after which whoever asked goes on without; searches take seconds, at the very first a minute
STRANGERS = 64  # callers at a time that have not shown it yet


class CallError(AnsimError):
    """The other process refused the call; `code` says why in one word."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UnreachableError(AnsimError):
    """The other process does not answer on its socket, or has another key."""

    code = "process-away"


class _Failure(msgspec.Struct):
    code: str
    message: str


_OK, _FAILED = b"\x00", b"\x01"


def serve(
    path: Path, key: bytes, handlers: Handlers, ready: Callable[[], None] = lambda: None
) -> None:
    """Answer calls on the socket until the process ends; one thread a caller.

    `handlers` maps each request struct (tagged) to its function. An AnsimError becomes the caller's CallError with its
    code (its class name where it has none); any other error is logged here and answered without details. A caller is let
    go that does not show the key within PATIENCE, that comes while STRANGERS others have yet to show it, or whose request
    is larger than LARGEST.
    """
    with _listening(path) as listener:
        ready()
        _let_in(listener, key, handlers)


def serve_beside(path: Path, key: bytes, handlers: Handlers) -> None:
    """As `serve`, in a thread that ends with the process; callers can connect when this returns. Raises OSError."""
    threading.Thread(
        target=_let_in, args=(_listening(path), key, handlers), name=path.stem, daemon=True
    ).start()


def _listening(path: Path) -> socket.socket:
    """A socket that is seen once it listens: whoever finds its file is answered."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = path.with_suffix(".new")
    before.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    mask = os.umask(0o077)  # the socket is nobody else's from the moment that it is there
    try:
        listener.bind(str(before))
    finally:
        os.umask(mask)
    before.chmod(0o600)
    listener.listen(64)
    before.rename(path)
    weakref.finalize(listener, path.unlink, missing_ok=True)
    return listener


def _let_in(listener: socket.socket, key: bytes, handlers: Handlers) -> None:
    requests: Any = _union(handlers)
    strangers = threading.BoundedSemaphore(STRANGERS)
    while True:
        try:
            caller, _address = listener.accept()
        except OSError as error:
            log.warning("could not let a caller in: %s", type(error).__name__)
            time.sleep(0.1)  # no open file is left, say: trying at once would only fill the log
            continue
        # The key is shown in the caller's own thread: a silent one would hold up all others here.
        if not strangers.acquire(blocking=False):
            log.warning("turned a caller away: %d others have not shown the key yet", STRANGERS)
            caller.close()
            continue
        connection: Connection[bytes, bytes] = Connection(caller.detach())
        known = (connection, key, strangers, requests, handlers)
        threading.Thread(target=_attend, args=known, daemon=True).start()


def _union(handlers: Handlers) -> Any:
    kinds = list(handlers)
    union: Any = kinds[0]
    for kind in kinds[1:]:
        union = union | kind
    return union


def _attend(
    connection: "Connection[bytes, bytes]",
    key: bytes,
    strangers: threading.BoundedSemaphore,
    requests: Any,
    handlers: Handlers,
) -> None:
    """One caller from the first byte to the last."""
    with connection:
        try:
            with _within(PATIENCE, connection):
                deliver_challenge(connection, key)
                answer_challenge(connection, key)
        except (AuthenticationError, AssertionError, EOFError, OSError) as error:
            log.warning("refused a caller: %s", type(error).__name__)
            return
        finally:
            strangers.release()
        try:
            _answer(connection, requests, handlers)
        except EOFError:
            return
        except OSError as error:  # gone before its answer, or a request too large
            log.debug("a caller was let go: %s", type(error).__name__)


@contextmanager
def _within(seconds: float, connection: "Connection[bytes, bytes]") -> Iterator[None]:
    """Shut the connection where the block takes longer: its reads and writes then end with EOFError or OSError."""
    # Closing a descriptor wakes nobody who waits on it; a shutdown does, through any descriptor of the socket.
    with socket.socket(fileno=os.dup(connection.fileno())) as same:

        def shut() -> None:
            with suppress(OSError):  # the other end may be gone already
                same.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(seconds, shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _answer(connection: "Connection[bytes, bytes]", requests: Any, handlers: Handlers) -> None:
    """Answer requests until the caller goes. Raises EOFError, OSError."""
    decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(requests)
    encoder = msgspec.msgpack.Encoder()
    while True:
        connection.send_bytes(_reply(connection.recv_bytes(LARGEST), decoder, encoder, handlers))


def _reply(
    message: bytes,
    decoder: "msgspec.msgpack.Decoder[Any]",
    encoder: msgspec.msgpack.Encoder,
    handlers: Handlers,
) -> bytes:
    try:
        request = decoder.decode(message)
        return _OK + encoder.encode(handlers[type(request)](request))
    except AnsimError as error:
        return _FAILED + encoder.encode(_Failure(error.code or type(error).__name__, str(error)))
    except msgspec.DecodeError as error:
        return _FAILED + encoder.encode(_Failure("unreadable", str(error)))
    except Exception:
        log.exception("a call failed")
        return _FAILED + encoder.encode(
            _Failure("internal", "the call failed; the log of that process says why")
        )


def _connected(path: Path, key: bytes, patience: float) -> "Connection[bytes, bytes]":
    """A line on which both have shown the key. Whatever waits longer than `patience` on it raises BlockingIOError."""
    line = socket.socket(socket.AF_UNIX)
    try:
        longest = struct.pack("@ll", int(patience), int(patience % 1 * 1_000_000))  # a timeval
        for waiting in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            line.setsockopt(socket.SOL_SOCKET, waiting, longest)
        line.connect(str(path))
    except OSError:
        line.close()
        raise
    connection: Connection[bytes, bytes] = Connection(line.detach())
    try:
        answer_challenge(connection, key)
        deliver_challenge(connection, key)
    except BaseException:
        connection.close()
        raise
    return connection


class Caller:
    """A client of one process; safe to share between threads, one call at a time on one connection.

    By the house's rule the process that answers on NAME.sock keeps its key in NAME-calls.key.
    """

    def __init__(self, path: Path, key: bytes, patience: float = ANSWERED_WITHIN) -> None:
        self._path, self._key, self._patience = path, key, patience
        self._connection: Connection[bytes, bytes] | None = None
        self._lock = threading.Lock()

    def call(self, request: msgspec.Struct, answer: type[Answer]) -> Answer:
        """Send a request and wait for its answer, `patience` seconds at the most. Raises CallError or UnreachableError."""
        message = msgspec.msgpack.encode(request)
        if len(message) > LARGEST:
            raise CallError(
                "TooLarge",
                f"a request of {len(message):,} bytes: {LARGEST:,} at most, ask in parts",
            )
        if not self._lock.acquire(timeout=self._patience):
            raise self._hangs()
        try:
            reply = self._exchange(message)
        except BlockingIOError:
            # Not asked again: the other process may be at it still.
            self.close()
            raise self._hangs() from None
        finally:
            self._lock.release()
        if reply[:1] == _FAILED:
            failure = msgspec.msgpack.decode(reply[1:], type=_Failure)
            raise CallError(failure.code, failure.message)
        return msgspec.msgpack.decode(reply[1:], type=answer)

    def _exchange(self, message: bytes) -> bytes:
        # A kept connection may have died with a restarted server: one more try on a fresh one.
        if self._connection is not None:
            try:
                return self._once(self._connection, message)
            except BlockingIOError:
                raise
            except (EOFError, OSError):
                self.close()
        try:
            self._connection = _connected(self._path, self._key, self._patience)
            return self._once(self._connection, message)
        except (
            AuthenticationError,
            AssertionError,
        ) as error:  # Python 3.11 asserts the form of a challenge
            raise UnreachableError(
                f"{self._path} answers, but not with this process's key: "
                f"give both the same {self._path.stem}-calls.key and start them again"
            ) from error
        except BlockingIOError:
            raise
        except (EOFError, OSError) as error:
            self.close()
            raise UnreachableError(
                f"nobody answers on {self._path.name}: is that process running?"
            ) from error

    def _hangs(self) -> UnreachableError:
        return UnreachableError(
            f"{self._path.name} gave no answer within {self._patience:g} s: does that process hang?"
        )

    @staticmethod
    def _once(connection: "Connection[bytes, bytes]", message: bytes) -> bytes:
        connection.send_bytes(message)
        return connection.recv_bytes()

    def close(self) -> None:
        """Close the kept connection; the next call opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
