"""Who is shut out by two keepers is out at once, in every process: portal, search session, places, a warrant that waits."""

import time
from collections.abc import Iterator

import pytest

from ansim.identity.staff.signed_calls import ApproveWarrant
from ansim.keys.calls import StandingSessions
from ansim.rpc import Caller, CallError
from ansim.settings.environment import socket_path
from ansim.tracing.process import calls
from support.callers import tracer_of
from support.cases import of_the_cast, open_case
from support.grants import begin_work, places_for, session_for
from support.house import House, Open
from support.keepers import Keepers, open_keepers
from support.patience import until
from support.rights import refused
from support.scene import Scene
from support.walk import Walk, ref_of


@pytest.fixture
def keepers(house: House) -> Iterator[Keepers]:
    with open_keepers(house) as opened:
        yield opened


@pytest.mark.parametrize("deed", ["bar", "change"])
def test_who_is_shut_out_or_moved_is_out_at_once_in_every_process(
    keepers: Keepers, house: House, browse: Open, scene: Scene, deed: str
) -> None:
    house.need("tracer")
    who = keepers.person("officer", key=True)
    browser, approver = browse("investigation", who.login), browse("investigation", "approver")
    page = open_case(house, browser, scene.case_phone, scene.noon.date())
    page = begin_work(browser, who.login, who.ref, page)
    case = page.url.path.split("/")[2]
    day = scene.noon.date()
    terms = {"start": f"{day}T00:00", "end": f"{day}T23:59", "minutes": "10", "degrees": "1"}
    staff = {who.login: who.ref}
    walk = Walk(browser, approver, f"/cases/{case}", page, terms | {"residual": "0"}, staff)
    walk.contacts()
    warrant = ref_of(walk.sign(browser, who.login, "warrant", walk.draft()))
    assert warrant in approver.get("/warrants/").text
    system, tracer = house.system, tracer_of(house.system)
    session = session_for(system, case, login=who.login)
    noon = int(scene.noon.timestamp())
    places = places_for(
        system, case, (scene.venues["한결 국수"], noon, noon + 3600), login=who.login
    )
    window = calls.Window(int(time.time()) - 3 * 86400, int(time.time()))
    asked = calls.ItineraryOf(session=session, case=case, window=window, anew=True)
    assert tracer.itinerary(asked)

    keepers.kept(keepers.text(deed, who, **({} if deed == "bar" else {"team": "서부"})))
    assert browser.get("/cases/").url.path == "/sign-in"
    assert approver.get(f"/cases/{case}/").url.path != "/sign-in"
    with system.owner("identity") as identity:
        counts = [
            identity.execute(statement, [who.ref]).fetchone()
            for statement in (
                "SELECT count(*) FROM vault.session WHERE staff = %s",
                "SELECT count(*) FROM vault.reach WHERE officer = %s",
            )
        ]
        assert counts == [(0,), (0,)]
        if deed == "bar":
            standing = identity.execute(
                "SELECT count(*) FROM vault.standing_places WHERE encode(ref, 'hex') = %s", [places]
            ).fetchone()
            assert standing == (0,)

    def is_out() -> bool:
        try:
            tracer.itinerary(asked)
        except CallError as error:
            return error.code == "session-needed"
        return False

    until(is_out, "the tracer answers that session no more")
    line = Caller(socket_path("cases"), system.keys.read("case-calls.key"))
    assert line.call(StandingSessions([session]), list) == []
    if deed == "bar":
        assert warrant not in approver.get("/warrants/").text
        with system.owner("main") as main:
            (text,) = main.execute(
                "SELECT text FROM investigation_warrantrecord WHERE ref = %s", [warrant]
            ).fetchone() or (b"",)
        second = of_the_cast(house, "approver")
        signed = ApproveWarrant(bytes(text), second.sign(bytes(text)))
        refused("warrant-unknown", lambda: keepers.vault.approve_warrant(signed))
