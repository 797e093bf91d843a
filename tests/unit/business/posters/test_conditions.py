"""The conditions that posters are put through are as hard as the hardest of the real photographs."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ansim.business.posters.sheets import Office, Printed, Sheet, pdf
from ansim.business.qr import address, qr_svg
from support.conditions import CONDITIONS
from support.photographs import Hardness, hardness, photographs
from support.printed import code_on

CODE, HOST = "7Q2M4X9KTB3HW5ZD", "https://ansim.example.kr"
STANDS_FOR = {
    "turn": "turned by 33°",
    "lean": "from the side",
    "shorter": "from above",
    "blur": "out of focus",
    "greyness": "weak ink",
    "uneven": "uneven light",
    "grain": "grain",
}


@pytest.fixture(scope="module")
def real(shared: Path) -> list[Hardness]:
    """Of every photograph of a code on paper."""
    taken = [one for one in photographs(shared) if one.is_by_camera]
    found = [hardness(Image.open(one.path).convert("RGB")) for one in taken]
    return [one for one in found if one is not None]


def test_each_condition_is_harder_than_any_photograph(real: list[Hardness]) -> None:
    venue = Printed(
        "돌담 커피", "", "", "", address(CODE, HOST), qr_svg(CODE, HOST), date(2026, 11, 26)
    )
    code = code_on(pdf(Sheet.A4, venue, Office("제주특별자치도", "1339", "064-000-0120", 28)), 150)
    print(f"\n{len(real)} photographs: median, hardest; ours")
    ours = {}
    for measure, condition in STANDS_FOR.items():
        found = hardness(CONDITIONS[condition](code, 1).convert("RGB"))
        assert found, condition
        ours[measure] = getattr(found, measure)
        values = [getattr(one, measure) for one in real]
        print(f"{measure:9s} {np.median(values):7.2f} {max(values):7.2f} {ours[measure]:7.2f}")
    assert {
        measure: value
        for measure, value in ours.items()
        if value <= max(getattr(one, measure) for one in real)
    } == {}
