"""A signing key opens for its owner's passphrase alone."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ansim.accounts.signing_keys import (
    WeakPassphraseError,
    WrongPassphraseError,
    _sealing_key,
    make_signing_key,
    sign,
)

KEY = make_signing_key("S-OFFICER1", "correct horse battery")


def test_the_owner_signs() -> None:
    signature = sign("S-OFFICER1", KEY.sealed, "correct horse battery", b"warrant")
    Ed25519PublicKey.from_public_bytes(KEY.public).verify(signature, b"warrant")


@pytest.mark.parametrize("passphrase", ["", "correct horse batterz", "Correct horse battery"])
def test_another_passphrase_does_not_open_it(passphrase: str) -> None:
    with pytest.raises(WrongPassphraseError):
        sign("S-OFFICER1", KEY.sealed, passphrase, b"warrant")


def test_a_key_moved_to_another_account_does_not_open() -> None:
    with pytest.raises(WrongPassphraseError):
        sign("S-OFFICER2", KEY.sealed, "correct horse battery", b"warrant")


def test_the_private_half_does_not_stand_in_the_sealed_bytes() -> None:
    salt, nonce, ciphertext = KEY.sealed[:16], KEY.sealed[16:28], KEY.sealed[28:]
    sealing = AESGCM(_sealing_key("correct horse battery", salt))
    private = sealing.decrypt(nonce, ciphertext, b"S-OFFICER1")
    assert (
        Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw() == KEY.public
    )
    assert private not in KEY.sealed


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(WeakPassphraseError):
        make_signing_key("S-OFFICER1", "short")
