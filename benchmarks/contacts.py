"""What the table of contacts costs the server: processor time and queries of a request, for 1,000 and 20,000 contacts.

    python -m benchmarks.contacts [ROUNDS]

The tracer's part is left out: it answers with the bytes that it keeps for the session, which the console reads again for
every page, as it does in truth. All else is real: database role, middleware, numbering, rows, facets, panels, template.
Exit status 1 where a page of 1,000 contacts takes more than 200 ms in one of 20 rounds.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from benchmarks.stage import stage  # noqa: E402


def main() -> int:
    rounds = sys.argv[1] if len(sys.argv) > 1 else "20"
    with stage():
        paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path[:2]])}
        subprocess.run([sys.executable, "-m", "support.cast"], env=os.environ | paths, check=True)
        # Of its own: this process has set Django up as the databases' owner.
        code = (
            "import django, sys; django.setup(); from benchmarks import contacts_page;"
            " sys.exit(contacts_page.measure(int(sys.argv[1])))"
        )
        own = {"DJANGO_SETTINGS_MODULE": "ansim.settings.investigation"}
        command = [sys.executable, "-c", code, rounds]
        return subprocess.run(command, env=os.environ | paths | own, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
