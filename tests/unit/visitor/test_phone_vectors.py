"""The golden vectors that the visitor app's TypeScript is tested against as well (web/tests/vectors.test.ts)."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

from ansim.domain.codes import read_code
from ansim.visitor.checkin.display import code_at

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "visitor.json").read_text())


def base64url(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def test_a_typed_code_is_read_as_the_phone_reads_it() -> None:
    assert [read_code(text) for text, _ in VECTORS["codes"]] == [
        code for _, code in VECTORS["codes"]
    ]


def test_display_codes_are_those_of_rfc_6238() -> None:
    secret = bytes.fromhex(VECTORS["display_codes"]["secret_hex"])
    assert [code_at(secret, at) for at, _ in VECTORS["display_codes"]["at"]] == [
        code for _, code in VECTORS["display_codes"]["at"]
    ]


def test_a_receipt_commits_to_the_four_lines_of_the_protocol() -> None:
    for receipt in VECTORS["receipts"]:
        visit = f"ansim-visit-v1\n{receipt['id']}\n{receipt['venue']}\n{receipt['entered_at']}\n".encode()
        salt = urlsafe_b64decode(receipt["salt"] + "=")
        assert base64url(hashlib.sha256(salt + visit).digest()) == receipt["commitment"]


def test_a_directory_names_a_venue_by_half_a_hash_of_its_code() -> None:
    for code, key in VECTORS["directory_keys"]:
        assert base64url(hashlib.sha256(code.encode()).digest()[:8]) == key
