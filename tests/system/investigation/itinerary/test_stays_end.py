"""Typed stays go with the work on their case, and so do the places that were signed for them."""

from ansim.domain.case_clocks import CASE_CLOCKS
from ansim.keys import CaseKeys
from support.days_of_cases import make_case_older
from support.house import House, Open
from support.scene import Scene
from support.stays import StaysDesk


def places_of(house: House, case: str) -> int:
    with house.system.owner("identity") as identity:
        row = identity.execute("SELECT count(*) FROM vault.places WHERE case_ref = %s", [case])
        return int(row.fetchone()[0])


def test_typed_stays_go_with_the_work_on_their_case_and_open_no_more(
    browse: Open, house: House, scene: Scene
) -> None:
    from ansim.investigation.models import Case, StayStep, StayVersion
    from ansim.jobs.end_cases import end_cases

    house.need("vault", "tracer")
    desks = [StaysDesk(browse("investigation", "officer"), house, scene) for _case in range(2)]
    for desk in desks:
        desk.add("12:05", "12:40")
        desk.sign()
        desk.undo()
        desk.add("12:10", "12:40")
    ended, standing = (desk.case.rsplit("/", maxsplit=1)[-1] for desk in desks)
    assert (places_of(house, ended), places_of(house, standing)) == (1, 1)
    desks[0].officer.post(f"{desks[0].case}/close", f"{desks[0].case}/closing")
    make_case_older(house.system, ended, CASE_CLOCKS.work + 1, "closed_at")
    end_cases()
    for ref, steps in ((ended, 0), (standing, 3)):
        case = Case.objects.get(ref=ref)
        assert StayStep.objects.filter(case=case).count() == steps
        assert StayVersion.objects.filter(case=case).exists() is bool(steps)
    assert (places_of(house, ended), places_of(house, standing)) == (0, 1)
    assert not CaseKeys(house.system.keys).has(ended)
