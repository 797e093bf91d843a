"""Parts of the sender without a database: what receipts say, how fast messages go, what the page tells of the policy."""

from importlib.resources import files
from types import SimpleNamespace
from typing import Any

import pytest
import smpp34

from ansim.domain.campaigns.message_states import Event
from ansim.domain.campaigns.sending_policy import SENDING
from ansim.sender.channels import DeliveryReport, digest_of_name
from ansim.sender.smpp_transceiver import read_receipt

TEXT = (
    b"id:4F-77 sub:001 dlvrd:001 submit date:2611280304 done date:2611280305 stat:%s err:000 text:"
)


def report(text: bytes = b"", esm_class: int = 4, **tlvs: bytes) -> Any:
    tags = {"name": 0x001E, "state": 0x0427, "mark": 0x0204}
    fields = [smpp34.Tlv(tags[name], value) for name, value in tlvs.items()]
    return SimpleNamespace(esm_class=esm_class, short_message=text, tlvs=fields)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (report(TEXT % b"DELIVRD"), DeliveryReport("4F-77", Event.ARRIVED)),
        (report(TEXT % b"UNDELIV"), DeliveryReport("4F-77", Event.NOT_ARRIVED, "not-delivered")),
        (report(TEXT % b"EXPIRED"), DeliveryReport("4F-77", Event.NOT_ARRIVED, "not-delivered")),
        (report(TEXT % b"ENROUTE"), None),
        (report(TEXT % b"ACCEPTD"), None),
        (report(b"stat:DELIVRD"), DeliveryReport("", Event.ARRIVED)),
        (report(name=b"m1\0", state=b"\x02"), DeliveryReport("m1", Event.ARRIVED)),
        (
            report(TEXT % b"ENROUTE", name=b"m1\0", state=b"\x05", mark=b"\x01\x02"),
            DeliveryReport("m1", Event.NOT_ARRIVED, "not-delivered", 258),
        ),
        (report(name=b"m1\0", state=b"\x01"), None),
        (report(b"", name=b"m1\0"), None),
        (report(TEXT % b"DELIVRD", esm_class=0), None),
        (report(TEXT % b"DELIVRD", esm_class=0x20), None),
        (report(b"\xff\xfe id: stat:"), None),
    ],
)
def test_a_receipt_is_read_by_its_fields_else_by_its_text(
    told: Any, meant: DeliveryReport | None
) -> None:
    assert read_receipt(told) == meant


def test_a_name_of_the_centre_is_kept_as_a_digest() -> None:
    name = "821000000101-77"
    assert name.encode() not in digest_of_name(name)
    assert digest_of_name(name) != digest_of_name(name + "8")
    assert len(digest_of_name(name)) == 32


def test_what_pages_say_of_the_policy_is_the_policy() -> None:
    page = files("ansim.signing").joinpath("static", "campaigns.js").read_text("utf-8")
    assert f"{SENDING.alone}명을 넘으면" in page
    assert "Above fifty people" in page
    assert SENDING.alone == 50
    form = files("ansim.investigation").joinpath("campaigns", "forms.py").read_text("utf-8")
    assert f"from {SENDING.quiet_from}:00 to 0{SENDING.quiet_until}:00" in form
