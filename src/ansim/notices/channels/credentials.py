"""What a provider gave this installation: from a variable, or from a file that `…_FILE` names.

A file can lie sealed while the machine is off (`systemd-creds`, a secret of the container's engine), a variable cannot.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from ansim.notices.channels.messages import ChannelSettingError
from ansim.settings.environment import is_this_machine


def secret_setting(name: str) -> str:
    """The value of a variable, or of the file that `<name>_FILE` names; empty where neither is set.

    Raises ChannelSettingError for a file that others may read or that is not there; the secret is not repeated.
    """
    if value := os.environ.get(name):
        return value
    named = os.environ.get(f"{name}_FILE")
    if not named:
        return ""
    try:
        if Path(named).stat().st_mode & 0o077:
            raise ChannelSettingError(f"others may read the file of {name}_FILE: chmod 600")
        return Path(named).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ChannelSettingError(
            f"the file of {name}_FILE cannot be read ({type(error).__name__})"
        ) from None


def required_setting(name: str, what: str) -> str:
    """The value of a variable that goes with others. Raises ChannelSettingError that says `what` is wanted."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ChannelSettingError(f"{name} is not set: wanted {what}")
    return value


def provider_address(name: str, usual: str) -> str:
    """The address of a provider: its own, or what a variable names. Raises ChannelSettingError for one in clear."""
    url = os.environ.get(name, usual).rstrip("/")
    parts = urlsplit(url)
    clear = parts.scheme == "http" and is_this_machine(parts.hostname or "")
    if not parts.hostname or parts.username or not (parts.scheme == "https" or clear):
        raise ChannelSettingError(
            f"{name} is https://HOST, as numbers travel to it; http serves on this machine alone"
        )
    return url
