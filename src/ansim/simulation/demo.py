"""`ansim demo`: the whole system on this machine, with invented people and venues."""

import os
import sys

from ansim.database import embedded
from ansim.database.migrate import migrate
from ansim.jobs import sweep_now
from ansim.keys import folder
from ansim.keys.ceremony import make_missing_keys
from ansim.processes import ORDER, Household, port, require_free_ports
from ansim.settings.environment import embedded_folder, is_dev, public_host
from ansim.simulation.seed import SeededVenue, is_seeded, seed_town, seeded_venues
from ansim.simulation.seeded_owner import OWNER_PHONE

CASE_PHONE = "010-0000-0001"
_STAFF = (
    ("officer", "윤서진", "OFFICER"),
    ("approver", "한도경", "APPROVER"),
    ("registrar", "오하린", "REGISTRAR"),
    ("keeper1", "배시온", "KEEPER"),
    ("keeper2", "남이든", "KEEPER"),
)


def run() -> None:
    """Prepare what is missing, start all processes, say where to go, and stay until Ctrl-C."""
    os.environ["ANSIM_DEMO"] = "1"
    os.environ.setdefault("ANSIM_DATA", os.path.join("data", "demo"))  # noqa: PTH118 an environment value
    os.environ.setdefault("ANSIM_HOST", f"http://localhost:{port('gateway')}")
    require_free_ports(ORDER)
    _say("Ansim demo: starting PostgreSQL ...")
    with embedded.running(embedded_folder(), keep=True):
        prepare()
        words = fresh_words()
        os.environ["ANSIM_DEMO_WORDS"] = " ".join(map("=".join, words.values()))
        household = Household()
        _say("Starting the eight processes ...")
        household.start()
        _say(welcome(seeded_venues(), words))
        if is_dev():
            from ansim.simulation.reload import follow_sources  # noqa: PLC0415 watchfiles is a developer's

            follow_sources(household)
        household.watch()


def prepare() -> None:
    """Schema, keys, days, and at the first run the town and its staff."""
    make_missing_keys()
    migrate()
    sweep_now()
    if not is_seeded():
        _say("First run: inventing a town of 240 people, 20 venues and two weeks of visits ...")
        seed_town(folder())
    enrol_staff()


def enrol_staff() -> None:
    """An officer, an approver, a registrar and two keepers, as far as they are missing; nobody has a key yet."""
    # Django is set up by migrate().
    from ansim.accounts.enrolment import NewStaff, enrol  # noqa: PLC0415
    from ansim.accounts.models import Staff  # noqa: PLC0415
    from ansim.accounts.permissions import Role  # noqa: PLC0415

    known = set(Staff.objects.values_list("login", flat=True))
    for login, name, kind in _STAFF:
        if login not in known:
            enrol(NewStaff(login, name, Role[kind]))


def fresh_words() -> dict[str, tuple[str, str]]:
    """Staff mark and a one-time word of each, by login: words of an earlier start are void.

    Given by the demo as the databases' owner, also once its keepers have keys: outside of a demo no command does that.
    """
    from ansim.accounts.enrolment import word_for  # noqa: PLC0415 as above
    from ansim.accounts.models import Staff  # noqa: PLC0415

    known = [Staff.objects.get(login=login) for login, _name, _kind in _STAFF]
    return {one.login: (one.ref, word_for(one)) for one in known}


def welcome(venues: list[SeededVenue], words: dict[str, tuple[str, str]]) -> str:
    """Addresses, sign-ins, and the words by which staff make their key."""
    gateway = public_host()
    business, console = (f"http://localhost:{port(name)}" for name in ("business", "investigation"))
    doors = "\n".join(f"    {gateway}/v/{venue.code}   {venue.name}" for venue in venues[:3])
    known = "\n".join(f"       {login:<9}  {ref}  {word}" for login, (ref, word) in words.items())
    return f"""
안심 Ansim is open. Everything in it is invented; Ctrl-C ends it.

  1. At the door (as a visitor's phone sees it):
{doors}
     Sign up with any number 010-0000-xxxx; the code appears at {gateway}/demo/messages

  2. Investigation console: {console}/first-key
     each makes a key once, a passkey or, without one, a key of the browser; then signs in with it, without a password
     approver     notifies a case (try the number {CASE_PHONE}, or your own, and a day a week ago), signs warrants second
     officer      takes it up, signs for the day's work, searches contacts, asks for names: in a browser of its own

     keeper1, keeper2  sign together for whoever is enrolled, moved or shut out: {console}/staff/, each in a browser

  3. Business portal: {business}
     an owner: sign in with {OWNER_PHONE}; the code appears at {business}/demo/messages
     registrar    venues, codes, posters: makes a key at {business}/first-key

     The demo fills the one-time words in; elsewhere only whoever enrols staff knows them:
{known}

한국어: 위 주소를 여시면 됩니다. 방문자 앱에서 체크인한 뒤, 콘솔에서 승인자(approver)의 키를 등록하고 로그인해
발생신고를 하고, 다른 브라우저에서 역학조사관(officer)으로 사례를 맡아 오늘 업무 시작에 서명한 뒤 접촉자를 찾아보세요.
"""


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
