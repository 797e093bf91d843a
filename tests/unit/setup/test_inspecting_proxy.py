"""Setting up behind a proxy that inspects: pip, uv and npm trust the certificates that the Makefile hands them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.folders import ROOT
from support.inspecting_proxy import HOST, PACKAGE, Proxy, inspecting_proxy

sys.path.insert(0, str(ROOT))
from hatch_build import find_node

pytestmark = pytest.mark.long
# As the Makefile runs them, with what it exports.
COMMANDS = {
    "pip": f"$(PYTHON) -m pip download --quiet --retries 0 --no-deps --no-cache-dir --dest $(TO)"
    f" --index-url https://{HOST}/simple {PACKAGE}",
    "uv": "$(UV) pip install --quiet --no-config --no-cache --target $(TO)"
    f" --index-url https://{HOST}/simple {PACKAGE}",
    "npm": "$(NPM) install --prefix $(TO) --userconfig $(TO)/own --globalconfig $(TO)/all"
    f" --cache $(TO)/cache --fetch-retries 0 --registry https://{HOST}/ {PACKAGE}",
}
# What a machine may have set for itself.
_OWN = ("PIP_", "UV_", "NODE_", "npm_config_", "SSL_CERT", "REQUESTS_CA", "CURL_CA")


def run(proxy: Proxy, command: str, folder: Path, **environment: str) -> int:
    rule = folder / "probe.mk"
    rule.write_text(f"probe:\n\t{COMMANDS[command]}\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
    proxies = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), proxy.address) | {
        "PIP_CONFIG_FILE": os.devnull,
        "NO_PROXY": "",
        "no_proxy": "",
    }
    _node, npm = find_node()
    words = [
        "make",
        "-f",
        "Makefile",
        "-f",
        str(rule),
        "probe",
        f"TO={folder / 'to'}",
        f"NPM={' '.join(npm)}",
    ]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=kept | proxies | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    print(done.stdout, done.stderr)
    return done.returncode


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bundle_with_its_authority_lets_a_package_through(command: str, tmp_path: Path) -> None:
    with inspecting_proxy(tmp_path) as proxy:
        assert run(proxy, command, tmp_path, SSL_CERT_FILE=str(proxy.authority)) == 0
        assert any("/files/" in path for path in proxy.asked)


@pytest.mark.parametrize("command", COMMANDS)
def test_without_it_nothing_is_asked(command: str, tmp_path: Path) -> None:
    with inspecting_proxy(tmp_path) as proxy:
        assert run(proxy, command, tmp_path) != 0
        assert proxy.asked == []
