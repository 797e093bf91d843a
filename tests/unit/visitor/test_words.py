import ast
from pathlib import Path

import polib
import pytest

from ansim.locale.compile import LOCALES, compile_catalogues
from ansim.visitor.api import words

ROOM = Path(words.__file__).parent


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "ko"),
        ("*", "ko"),
        ("en", "en"),
        ("en-US,en;q=0.9,ko;q=0.8", "en"),
        ("fr, ja;q=0.5, en;q=0.4", "ja"),
        ("zh-Hans-CN", "zh"),
        ("en;q=0", "ko"),
        ("en;q=nonsense, ja;q=0.1", "ja"),
        (";;;,,,=", "ko"),
    ],
)
def test_the_best_of_our_languages_is_chosen(accept: str, language: str) -> None:
    assert words.negotiate(accept) == language


def marked() -> set[str]:
    found = set()
    for file in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "N_"
            ):
                assert isinstance(node.args[0], ast.Constant)
                found.add(str(node.args[0].value))
    return found


@pytest.mark.parametrize("language", ["ko", "zh", "ja"])
def test_every_text_has_words_in_every_language_with_the_same_places_to_fill(language: str) -> None:
    catalogue = polib.pofile(str(LOCALES / language / "LC_MESSAGES" / "gateway.po"))
    translated = {
        entry.msgid: entry.msgstr for entry in catalogue if entry.msgstr and not entry.fuzzy
    }
    assert marked() - set(translated) == set()
    for text in marked():
        assert text.count("{") == translated[text].count("{")


def test_places_are_filled() -> None:
    compile_catalogues()
    words._catalogue.cache_clear()
    text = "A number may ask three times in 10 minutes. Try again in {seconds} seconds."
    assert words.say(text, "ko", seconds=42).endswith("42초 후에 다시 시도해 주세요.")
    assert "42" in words.say(text, "en", seconds=42)
