"""The visitor's language: chosen by `Accept-Language`, words by gettext (`src/ansim/locale`, domain `gateway`)."""

import gettext
import logging
from functools import lru_cache
from pathlib import Path
from typing import Final

import ansim.locale

log = logging.getLogger(__name__)

LANGUAGES: Final = ("ko", "en", "zh", "ja")
DEFAULT: Final = "ko"
_FOLDER = Path(ansim.locale.__file__).parent


def N_(text: str) -> str:  # noqa: N802 gettext's own name for "translate later"
    """Mark a text for the catalogues; it is translated where it is shown."""
    return text


@lru_cache(maxsize=256)
def negotiate(accept: str) -> str:
    """The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4); Korean where none fits."""
    best, weight = DEFAULT, 0.0
    for choice in accept.split(","):
        tag, _, parameters = choice.partition(";")
        language = tag.strip().lower().split("-")[0]
        quality = _quality(parameters)
        if language in LANGUAGES and quality > weight:
            best, weight = language, quality
    return best


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    try:
        return gettext.translation("gateway", _FOLDER, [language])
    except FileNotFoundError:
        if language != "en":  # the texts in the code are English
            log.warning("no compiled words for %r: run `python -m ansim.locale.compile`", language)
        return gettext.NullTranslations()


def say(text: str, language: str, **values: object) -> str:
    """The text in a language, with `{name}` places filled in."""
    words = _catalogue(language).gettext(text)
    return words.format(**values) if values else words
