"""Which channels an environment gives, and that no secret of a provider travels in clear or lies open."""

import asyncio
import logging
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ansim.notices.channels.bulk_channel import Outgoing
from ansim.notices.channels.configured import (
    channel_of_environment,
    korean_providers,
    messengers,
)
from ansim.notices.channels.credentials import secret_setting
from ansim.notices.channels.demo_channel import DemoChannel
from ansim.notices.channels.first_fit import FirstFit
from ansim.notices.channels.messages import ChannelSettingError
from ansim.notices.channels.push.channel import push_channel
from ansim.notices.channels.smpp import SmppChannel
from ansim.notices.handing_answers import Obstacle

SOLAPI = {
    "ANSIM_SOLAPI_KEY": "key",
    "ANSIM_SOLAPI_SECRET": "very secret",
    "ANSIM_SOLAPI_FROM": "064-123-4567",
}
SENS = {
    "ANSIM_SENS_KEY": "key",
    "ANSIM_SENS_SECRET": "very secret",
    "ANSIM_SENS_SERVICE": "ncp:sms:kr:1:ansim",
    "ANSIM_SENS_FROM": "0641234567",
}
SMPP = {"ANSIM_SMPP_URL": "smpps://id:word@centre.example", "ANSIM_SMPP_FROM": "0641234567"}
HERE, CHINESE = "+821000000101", Outgoing("r", "+821000000101", "请您接受检测")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("ANSIM_SMPP", "ANSIM_SMS", "ANSIM_SOLAPI", "ANSIM_SENS", "ANSIM_PUSH")):
            monkeypatch.delenv(name)


def set_all(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(("settings", "name"), [(SOLAPI, "solapi"), (SENS, "sens")])
def test_a_korean_provider_alone_sends_and_says_what_it_cannot(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    settings: dict[str, str],
    name: str,
) -> None:
    set_all(monkeypatch, settings)
    caplog.set_level(logging.WARNING)
    channel = channel_of_environment(demo=False)
    assert channel is not None
    assert getattr(channel, "name", "") == name
    assert "not sent" in caplog.text
    assert "very secret" not in caplog.text


def test_beside_a_message_centre_the_centre_takes_what_the_provider_cannot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_all(monkeypatch, SOLAPI | SMPP)
    channel = channel_of_environment(demo=False)
    assert isinstance(channel, FirstFit)
    assert channel.fits(CHINESE) is None
    assert [one.fits(CHINESE) for one in korean_providers()] == [Obstacle.LETTERS]


def test_a_message_centre_alone_is_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, SMPP)
    assert isinstance(channel_of_environment(demo=True), SmppChannel)


def test_a_demo_shows_what_nobody_sends() -> None:
    assert isinstance(channel_of_environment(demo=True), DemoChannel)
    assert channel_of_environment(demo=False) is None


@pytest.mark.parametrize(
    ("settings", "more", "names"),
    [
        (SOLAPI, {"ANSIM_SOLAPI_PROFILE": "KA01PF"}, ["solapi-alimtalk"]),
        (
            SENS,
            {"ANSIM_SENS_TALK_SERVICE": "ncp:kkobizmsg:kr:1:a", "ANSIM_SENS_PROFILE": "@ansim"},
            ["sens-alimtalk"],
        ),
        (SOLAPI | SENS, {}, []),
    ],
)
def test_the_messenger_is_a_channel_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, str],
    more: dict[str, str],
    names: list[str],
) -> None:
    set_all(monkeypatch, settings | more)
    assert [one.name for one in messengers()] == names


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        (SOLAPI | {"ANSIM_SOLAPI_FROM": ""}, "ANSIM_SOLAPI_FROM"),
        (SENS | {"ANSIM_SENS_FROM": " "}, "ANSIM_SENS_FROM"),
        (SOLAPI | {"ANSIM_SOLAPI_URL": "http://203.0.113.7"}, "ANSIM_SOLAPI_URL"),
        (SENS | {"ANSIM_SENS_URL": "https://user:word@host.example"}, "ANSIM_SENS_URL"),
        (SENS | {"ANSIM_SENS_URL": "ftp://host.example"}, "ANSIM_SENS_URL"),
    ],
)
def test_half_a_setting_is_refused_by_its_name_without_a_secret(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], word: str
) -> None:
    set_all(monkeypatch, settings)
    with pytest.raises(ChannelSettingError, match=word) as caught:
        korean_providers()
    assert "secret" not in str(caught.value)
    assert "word@" not in str(caught.value)


def test_a_secret_comes_from_a_file_that_nobody_else_may_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "solapi"
    file.write_text("very secret\n")
    file.chmod(0o600)
    monkeypatch.setenv("ANSIM_SOLAPI_SECRET_FILE", str(file))
    assert secret_setting("ANSIM_SOLAPI_SECRET") == "very secret"
    for mode in (0o640, 0o604, 0o620):
        file.chmod(mode)
        with pytest.raises(ChannelSettingError, match="chmod 600") as caught:
            secret_setting("ANSIM_SOLAPI_SECRET")
        assert "very secret" not in str(caught.value)
    file.unlink()
    with pytest.raises(ChannelSettingError, match="cannot be read"):
        secret_setting("ANSIM_SOLAPI_SECRET")


def test_pushes_are_signed_by_the_key_of_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert push_channel() is None
    key = ec.generate_private_key(ec.SECP256R1())
    file = tmp_path / "push.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    file.chmod(0o600)
    monkeypatch.setenv("ANSIM_PUSH_KEY_FILE", str(file))
    with pytest.raises(ChannelSettingError, match="ANSIM_PUSH_CONTACT"):
        push_channel()
    monkeypatch.setenv("ANSIM_PUSH_CONTACT", "mailto:ansim@example.org")
    channel = push_channel()
    assert channel is not None
    assert len(channel.vapid.public) == 87
    monkeypatch.setenv("ANSIM_PUSH_KEY", "no key")
    with pytest.raises(ChannelSettingError, match="ANSIM_PUSH_KEY"):
        push_channel()


def test_what_a_provider_cannot_write_is_refused_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_all(monkeypatch, SOLAPI | {"ANSIM_SOLAPI_URL": "http://127.0.0.1:9"})

    async def once() -> Obstacle | None:
        (channel,) = korean_providers()
        (handed,) = await channel.hand_over([CHINESE])
        await channel.close()
        return handed.obstacle

    assert asyncio.run(once()) is Obstacle.LETTERS
