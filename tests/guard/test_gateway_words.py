"""Every text that the gateway marks for translation stands in every catalogue, and nothing else does."""

import ast
import re
from pathlib import Path

import polib
import pytest

from support.sources import tree_of

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "src/ansim/visitor").rglob("*.py"))


def marked() -> set[str]:
    calls = [node for file in CODE for node in ast.walk(tree_of(file))]
    return {
        ast.literal_eval(node.args[0])
        for node in calls
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_"
    }


@pytest.mark.parametrize(
    "language", ["ko", "zh", "ja"]
)  # the texts in the code are the English ones
def test_the_catalogue_has_exactly_the_texts_of_the_code(language: str) -> None:
    catalogue = polib.pofile(str(ROOT / f"src/ansim/locale/{language}/LC_MESSAGES/gateway.po"))
    assert {entry.msgid for entry in catalogue if not entry.obsolete} == marked()


@pytest.mark.parametrize("language", ["ko", "zh", "ja"])
def test_a_translation_has_the_same_places_to_fill(language: str) -> None:
    catalogue = polib.pofile(str(ROOT / f"src/ansim/locale/{language}/LC_MESSAGES/gateway.po"))
    for entry in catalogue:
        if not entry.obsolete:
            assert entry.msgstr, entry.msgid
            places = (sorted(re.findall(r"\{\w*\}", text)) for text in (entry.msgid, entry.msgstr))
            assert next(places) == next(places), entry.msgid


@pytest.mark.parametrize(
    ("files", "others"),
    [
        ("src/ansim/locale/ko/LC_MESSAGES/gateway.po", "패스|출입증"),
        ("src/ansim/locale/ko/LC_MESSAGES/django.po", "패스(?!키)|출입증"),
        ("src/ansim/business/posters/sheets.typ", "패스|출입증|パス"),
        ("web/src/words/ko/*.ts", "패스|출입증"),
        ("src/ansim/locale/ja/LC_MESSAGES/gateway.po", "パス"),
        ("web/src/words/ja/*.ts", "パス"),
    ],
)
def test_a_visitor_pass_has_one_name(files: str, others: str) -> None:
    # The app calls it 방문증 and 訪問証: a refusal or a sheet with another word would speak of another thing.
    texts = [file.read_text() for file in ROOT.glob(files)]
    assert texts
    assert re.findall(rf".*(?:{others}).*", "\n".join(texts)) == []
