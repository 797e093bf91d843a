import pytest

from ansim.locale.compile import compile_catalogues
from ansim.visitor.api import words


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


def test_places_are_filled() -> None:
    compile_catalogues()
    words._catalogue.cache_clear()
    text = "A number may ask three times in 10 minutes. Try again in {seconds} seconds."
    assert words.say(text, "ko", seconds=42).endswith("42초 후에 다시 시도해 주세요.")
    assert "42" in words.say(text, "en", seconds=42)
