"""Every word on a screen of the portals stands in both languages."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest

from support.sources import tree_of

PACKAGE = Path(__file__).parents[2] / "src" / "ansim"
PORTALS = ("accounts", "business", "investigation", "portal")
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
TRANSLATE = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')|\b_\("([^"]+)"\)""")
BLOCK = re.compile(r"\{%\s*blocktranslate\b.*?%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def words_of_template(text: str) -> set[str]:
    # Django doubles the percent signs of templates before it looks words up.
    found = {next(filter(None, groups)).replace("%", "%%") for groups in TRANSLATE.findall(text)}
    for block in BLOCK.findall(text):
        found.add(VARIABLE.sub(r"%(\1)s", PLURAL.split(block)[0]))
    return found


def calls_for_words(tree: ast.AST) -> Iterator[ast.Call]:
    for call in ast.walk(tree):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id in CALLS
            and call.args
            and isinstance(call.args[0], ast.Constant)
        ):
            yield call


def words_of_code(file: Path) -> set[str]:
    return {call.args[0].value for call in calls_for_words(tree_of(file))}


@cache
def words() -> set[str]:
    found: set[str] = set()
    for portal in PORTALS:
        for file in (PACKAGE / portal).rglob("*.html"):
            found |= words_of_template(file.read_text())
        for file in (PACKAGE / portal).rglob("*.py"):
            found |= words_of_code(file)
    return found


def catalogue(language: str) -> dict[str, polib.POEntry]:
    file = polib.pofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"))
    return {entry.msgid: entry for entry in file}


def test_every_word_has_its_korean() -> None:
    korean = catalogue("ko")
    missing = {
        word
        for word in words()
        if word not in korean or not (korean[word].msgstr or korean[word].msgstr_plural.get(0))
    }
    assert missing == set()


def test_no_word_is_called_for_within_an_f_string() -> None:
    # xgettext does not look into them: `make words-new` would take the Korean of such a word away.
    unseen = {
        f"{file.relative_to(PACKAGE)}:{call.lineno}"
        for portal in PORTALS
        for file in (PACKAGE / portal).rglob("*.py")
        for text in ast.walk(tree_of(file))
        if isinstance(text, ast.JoinedStr)
        for call in calls_for_words(text)
    }
    assert unseen == set(), "name the word on a line of its own"


def test_no_korean_waits_for_a_word_that_is_gone() -> None:
    assert set(catalogue("ko")) - words() == set()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_translation_keeps_every_value_of_its_sentence(language: str) -> None:
    values = re.compile(r"%\(\w+\)[sd]")
    for entry in catalogue(language).values():
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert sorted(values.findall(text)) == sorted(values.findall(entry.msgid)), (
                    entry.msgid
                )


def test_officers_read_one_word_for_a_thing_on_console_and_signing_page() -> None:
    signing = (PACKAGE / "signing/static/sign.js").read_text()
    korean = "\n".join(entry.msgstr for entry in catalogue("ko").values())
    # 사례, 조회 기록, 신원 열람, 해 주세요.
    assert re.findall(r".*(?:사건|원장|성명|이름 열람|십시오).*", signing + korean) == []


def test_where_a_stay_is_known_from_has_one_word_on_console_and_signing_page() -> None:
    signing = (PACKAGE / "signing/static/sign.js").read_text()
    korean = catalogue("ko")
    sources = (
        "interview",
        "card payment",
        "base station",
        "CCTV",
        "several sources",
        "testing order",
    )
    assert [one for one in sources if f': "{korean[one].msgstr}"' not in signing] == []
