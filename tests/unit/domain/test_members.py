"""What people of a business may do there."""

import pytest

from ansim.domain.members import ANYBODYS, RIGHTS, MemberRole, Right, roles_with


def test_only_owners_decide_who_belongs_to_a_business() -> None:
    assert roles_with(Right.PEOPLE_CHANGE) == {MemberRole.OWNER}


@pytest.mark.parametrize(
    "right",
    [Right.VENUE_CHANGE, Right.VENUE_CODE_CHANGE, Right.DEVICE_CHANGE, Right.API_KEY_CHANGE],
)
def test_staff_at_the_door_change_nothing_that_lasts(right: Right) -> None:
    assert MemberRole.STAFF not in roles_with(right)


def test_every_role_may_read_and_print() -> None:
    for right in (Right.BUSINESS_READ, Right.POSTER_READ):
        assert roles_with(right) == set(MemberRole)


def test_every_right_is_somebodys() -> None:
    given = {right for rights in RIGHTS.values() for right in rights}
    assert given | ANYBODYS == set(Right)
    assert not given & ANYBODYS
