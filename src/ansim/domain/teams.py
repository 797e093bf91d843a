"""Whose case it is: an agency's, and within it a team's."""

from dataclasses import dataclass

from ansim.domain.signatures import SIDES


@dataclass(frozen=True, slots=True)
class AgencyTeam:
    """For whom somebody works, or whose a case is. Both are empty where a province names no teams."""

    agency: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Hat:
    """A role in which somebody acts, and for whom: their own, or another's as a deputy."""

    role: str
    works: AgencyTeam
    deputy: bool = False

    def covers(self, theirs: AgencyTeam) -> bool:
        """Whether somebody with this hat sees a case that is `theirs`."""
        return works_on(self.role, self.works, theirs, deputy=self.deputy)


def works_on(role: str, own: AgencyTeam, theirs: AgencyTeam, *, deputy: bool = False) -> bool:
    """Whether somebody sees a case that is `theirs`.

    Who asks sees those of their own team, who lets those of all teams of their agency, anybody else none. A deputy acts for
    one team alone.
    """
    side = SIDES.get(role)
    if side == "asking" or (side and deputy):
        return own == theirs
    return side == "letting" and own.agency == theirs.agency
