"""`make words-new`: each catalogue gets the texts that are new in the code, empty, and loses those that are gone.

The guard tests then name what waits for its translation.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir

from support.folders import ROOT

PACKAGE = ROOT / "src" / "ansim"
PORTALS = ("ko",)  # the texts in the code are the English ones
GATEWAY = ("ko", "zh", "ja")


def texts_of_portals() -> list[polib.POEntry]:
    """As Django's own command finds them, in templates and code."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name, "ansim")
        kept = shutil.ignore_patterns("locale", "static", "__pycache__")
        shutil.copytree(PACKAGE, copy, ignore=kept)
        (copy / "locale").mkdir()
        command = ["makemessages", "--locale=ko", "--no-location", "--no-wrap", "--verbosity=0"]
        subprocess.run([sys.executable, "-m", "django", *command], cwd=copy, check=True)
        return list(polib.pofile(str(copy / "locale" / "ko" / "LC_MESSAGES" / "django.po")))


def texts_of_gateway() -> list[polib.POEntry]:
    """What the gateway marks with `N_`."""
    found = extract_from_dir(str(PACKAGE / "visitor"), keywords={"N_": None})
    texts = dict.fromkeys(str(text) for _file, _line, text, _comments, _context in found)
    return [polib.POEntry(msgid=text) for text in texts]


def renew(catalogue: Path, texts: Iterable[polib.POEntry]) -> tuple[list[str], list[str]]:
    """Bring a catalogue to these texts, what is translated as it is; gives the new ones and those gone."""
    file, wanted = polib.pofile(str(catalogue), wrapwidth=0), {text.msgid: text for text in texts}
    known = {entry.msgid for entry in file}
    new, gone = sorted(set(wanted) - known), sorted(known - set(wanted))
    for entry in [entry for entry in file if entry.msgid in gone]:
        file.remove(entry)
    for text in new:
        place = next((at for at, one in enumerate(file) if one.msgid > text), len(file))
        file.insert(place, wanted[text])
    if new or gone:
        file.save()
    return new, gone


def main() -> None:
    """Renew all, and say what waits for a translation."""
    for domain, languages, texts in (
        ("django", PORTALS, texts_of_portals()),
        ("gateway", GATEWAY, texts_of_gateway()),
    ):
        for language in languages:
            catalogue = PACKAGE / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
            new, gone = renew(catalogue, texts)
            print(f"{catalogue.relative_to(ROOT)}: {len(new)} new, {len(gone)} gone")
            print("".join(f"  + {text}\n" for text in new), end="")


if __name__ == "__main__":
    main()
