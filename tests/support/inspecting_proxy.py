"""A proxy that opens every TLS connection with a certificate of its own, as authorities have them; on this machine alone.

It passes nothing on: behind it stands one invented package, for pip and uv as for npm.
"""

import base64
import hashlib
import io
import json
import ssl
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "registry.invalid"
PACKAGE = "ansim-probe"
_WHEEL = "ansim_probe-1.0-py3-none-any.whl"


@dataclass(frozen=True)
class Proxy:
    """Where it listens, and the bundle with the authority that signs for it."""

    address: str
    authority: Path
    asked: list[str]


@contextmanager
def inspecting_proxy(folder: Path) -> Iterator[Proxy]:
    """A running proxy whose authority and keys stand in the folder."""
    authority, chain = _certificates(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    asked: list[str] = []
    pages = _pages()

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                self.connection = context.wrap_socket(self.connection, server_side=True)
            except (ssl.SSLError, OSError):  # the client does not know the authority
                self.close_connection = True
                return
            self.rfile = self.connection.makefile("rb")
            self.wfile = self.connection.makefile("wb", 0)
            self.close_connection = False

        def do_GET(self) -> None:
            asked.append(self.path)
            kind, body = pages.get(self.path.split("?")[0], ("text/plain", b""))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 as above

        def log_message(self, *_words: object) -> None: ...

    Handler.protocol_version = "HTTP/1.1"
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Proxy(f"http://127.0.0.1:{server.server_port}", authority, asked)
        finally:
            server.shutdown()


def _certificates(folder: Path) -> tuple[Path, Path]:
    now = datetime.now(UTC)

    def made(
        name: str, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey, *, top: bool
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Inspection")]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=top, path_length=None), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
                critical=False,
            )
        )
        if not top:
            names = x509.SubjectAlternativeName([x509.DNSName(name)])
            builder = builder.add_extension(names, critical=False)
        return builder.sign(signer, hashes.SHA256())

    top, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority, chain = folder / "authority.pem", folder / "chain.pem"
    pem = serialization.Encoding.PEM
    authority.write_bytes(made("Inspection", top, top, top=True).public_bytes(pem))
    secret = own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    chain.write_bytes(secret + made(HOST, own, top, top=False).public_bytes(pem))
    return authority, chain


def _pages() -> dict[str, tuple[str, bytes]]:
    wheel, tarball = _wheel(), _tarball()
    link = f'<a href="/files/{_WHEEL}#sha256={hashlib.sha256(wheel).hexdigest()}">{_WHEEL}</a>'
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    source = {"tarball": f"https://{HOST}/files/probe.tgz", "integrity": integrity}
    version = {"name": PACKAGE, "version": "1.0.0", "dist": source}
    told = {"name": PACKAGE, "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}
    return {
        f"/simple/{PACKAGE}/": ("text/html", f"<!DOCTYPE html><body>{link}</body>".encode()),
        f"/files/{_WHEEL}": ("application/zip", wheel),
        f"/{PACKAGE}": ("application/json", json.dumps(told).encode()),
        "/files/probe.tgz": ("application/octet-stream", tarball),
    }


def _wheel() -> bytes:
    packed = io.BytesIO()
    info = "ansim_probe-1.0.dist-info"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("ansim_probe.py", "")
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "ansim_probe.py,,\n")
    return packed.getvalue()


def _tarball() -> bytes:
    packed = io.BytesIO()
    described = json.dumps({"name": PACKAGE, "version": "1.0.0"}).encode()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("package/package.json")
        entry.size = len(described)
        archive.addfile(entry, io.BytesIO(described))
    return packed.getvalue()
