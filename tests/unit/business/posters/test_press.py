"""Sheets of many venues, set by processes of their own"""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from ansim.business.posters.press import PressEndedError, PrintJob, pressed
from ansim.business.posters.sheets import Office, Printed, Sheet, pdf
from ansim.business.qr import svg_of

OFFICE = Office("제주안심", "1339", "064-000-0000", 28)


def venue(number: int) -> Printed:
    code = f"{number:016X}"
    address = f"https://ansim.example/v/{code}"
    name = f"늘봄 사우나 {number}호점"
    return Printed(name, "", "제주시 안심로 12", code, address, "", date(2026, 11, number % 28 + 1))


def job(number: int, sheet: Sheet = Sheet.A5) -> PrintJob:
    return PrintJob(sheet, [venue(number)], OFFICE, ["en"], f"{venue(number).name} QR")


@pytest.mark.parametrize("sheet", [Sheet.A4, Sheet.STICKERS])
def test_a_sheet_from_a_press_is_the_sheet_that_the_portal_gives(sheet: Sheet) -> None:
    drawn = replace(venue(1), qr=svg_of(venue(1).address))
    assert list(pressed([job(1, sheet)])) == [pdf(sheet, drawn, OFFICE, ["en"])]


def test_sheets_come_in_their_order_however_many_presses_set_them() -> None:
    jobs = [job(number) for number in range(1, 25)]
    assert list(pressed(jobs, 3)) == list(pressed(jobs, 1))


def test_nothing_asked_is_nothing_made() -> None:
    assert list(pressed([])) == []


def test_a_press_that_ends_says_so_and_names_no_place(capfd: pytest.CaptureFixture[str]) -> None:
    broken = replace(job(7), venues=[replace(venue(7), name="바람 🍞 빵집")])
    with pytest.raises(PressEndedError, match="order fewer at once"):
        list(pressed([job(5), broken, job(6)]))
    told = capfd.readouterr().err
    assert "press: UnprintableError" in told
    assert "빵집" not in told


def test_a_press_ends_with_whoever_started_it() -> None:
    """As where the task is killed: nobody is left to end its presses."""
    read, write = os.pipe()
    starts = (
        "import subprocess, sys, time; subprocess.Popen([sys.executable, '-m',"
        f" 'ansim.business.posters.press'], stdin=subprocess.PIPE, pass_fds=[{write}]);"
        " print('started', flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starts], stdout=subprocess.PIPE, pass_fds=[write]
    ) as starter:
        os.close(write)
        assert starter.stdout is not None
        assert starter.stdout.readline() == b"started\n"
        starter.kill()
    with os.fdopen(read, "rb") as held:  # by starter and press: its end is theirs
        assert held.read() == b""
