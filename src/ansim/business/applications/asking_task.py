"""One asking of the tax office in a process of its own: `python -m ansim.business.applications.asking_task`.

The worker starts it under its own role, so that no message waits behind a silent office and the worker itself needs no Django.
It writes `ANSWERED` or `SILENT`, and ends with its input.
"""

import os
import sys
import threading
import traceback
from typing import Final

from ansim.processes import end_with_input

ANSWERED: Final = "answered"
SILENT: Final = "silent"


def main() -> int:
    """Ask once. The exit status is 0 whether or not the office answered."""
    threading.Thread(target=end_with_input, name="attendance", daemon=True).start()
    os.environ["DJANGO_SETTINGS_MODULE"] = "ansim.settings.tasks"
    try:
        import django  # noqa: PLC0415 settings are named first

        django.setup()
        from ansim.business.applications.asking_again import ask_waiting  # noqa: PLC0415
        from ansim.business.applications.registers import tax_office  # noqa: PLC0415

        done = ask_waiting(tax_office())
    except Exception as error:  # noqa: BLE001 its words may hold what was entered; where it happened does not
        traceback.print_tb(error.__traceback__)
        sys.stderr.write(f"tax office: {type(error).__name__}\n")
        return 1
    sys.stdout.write(SILENT if done.silent and not done.answered else ANSWERED)
    return 0


if __name__ == "__main__":
    sys.exit(main())
