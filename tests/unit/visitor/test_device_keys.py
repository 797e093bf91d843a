import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from ansim.visitor.api.problems import Problem
from ansim.visitor.session.device_keys import did_key, jwk_of, public_key, thumbprint
from ansim.visitor.session.wire import DeviceKey

# W3C did:key, test vectors for P-256.
KEY = DeviceKey(
    "EC",
    "P-256",
    "fyNYMN0976ci7xqiSdag3buk-ZCwgXU4kz9XNkBlNUI",
    "hW2ojTNfH7Jbi8--CJUo3OCbH3y5n91g-IMA9MLMbTU",
)


def test_the_identifier_is_that_of_the_published_vector() -> None:
    assert did_key(KEY) == "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169"


def test_a_key_survives_its_jwk() -> None:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    assert public_key(jwk_of(key)) == key


def test_a_point_off_the_curve_is_refused() -> None:
    with pytest.raises(Problem, match="bad-device-key"):
        public_key(DeviceKey("EC", "P-256", KEY.x, "A" * 43))


def test_the_thumbprint_agrees_with_the_library() -> None:
    from joserfc.jwk import ECKey

    assert (
        thumbprint(KEY)
        == ECKey.import_key({"kty": "EC", "crv": "P-256", "x": KEY.x, "y": KEY.y}).thumbprint()
    )
