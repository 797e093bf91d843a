"""Staff of the province. People who check in at venues never stand here."""

from datetime import UTC, datetime
from functools import cached_property
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ansim.accounts.permissions import PORTAL_OF, Permission, Role, may, permissions_of
from ansim.domain.marks import new_mark
from ansim.domain.signatures import SIDES
from ansim.domain.teams import AgencyTeam, Hat

NOWHERE: Final = AgencyTeam()


def new_staff_ref() -> str:
    """A random mark that stands for a member of staff in the ledger: it says nothing to the public."""
    return new_mark("S", 8)


class StaffManager(models.Manager["Staff"]):
    """Makes accounts; `portal` follows from the role."""

    def enrol(self, login: str, name: str, role: Role, works: AgencyTeam = NOWHERE) -> "Staff":
        """A new account. Raises IntegrityError where the login exists."""
        staff = self.model(login=login.strip().lower(), name=name, role=role.value)
        staff.portal = PORTAL_OF[role].value
        staff.agency, staff.team = works.agency, works.team
        staff.save(using=self._db, force_insert=True)
        return staff


class Staff(models.Model):
    """A member of staff with one role. `ref` stands for them in the ledger, in warrants and at the vault.

    Nothing here lets anybody in: that is for the vault to say, by their key (ADR 39).
    """

    id = models.AutoField(primary_key=True)
    ref = models.CharField(max_length=10, unique=True, default=new_staff_ref, editable=False)
    login = models.CharField(_("login"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    role = models.CharField(max_length=20, choices=[(role.value, role.name) for role in Role])
    portal = models.CharField(max_length=20, editable=False)
    agency = models.CharField(max_length=60, blank=True, db_default="", default="")
    team = models.CharField(max_length=60, blank=True, db_default="", default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = StaffManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role="registrar", portal="business")
                | Q(role__in=["officer", "approver", "keeper"], portal="investigation"),
                name="staff_portal_follows_role",
            ),
            models.CheckConstraint(
                condition=Q(login__regex=r"^[a-z0-9._@-]{3,60}$"), name="staff_login_shape"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @cached_property
    def hats(self) -> tuple[Hat, ...]:
        """In which roles the person acts while this request lasts: their own first, then as a deputy (ADR 43)."""
        own = Hat(self.role, AgencyTeam(self.agency, self.team))
        if self.role not in SIDES:
            return (own,)
        now = datetime.now(UTC)
        acts = self.deputy.filter(since__lte=now, until__gt=now).order_by("since", "id")
        return (
            own,
            *(Hat(one.role, AgencyTeam(one.agency, one.team), deputy=True) for one in acts),
        )

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the person may do, as themselves and as a deputy."""
        own = (permissions_of(Role(one.role), deputy=one.deputy) for one in self.hats)
        return frozenset().union(*own)

    def permissions_about(self, theirs: AgencyTeam) -> frozenset[Permission]:
        """What the person may do with what is `theirs`: by those hats alone that see it."""
        see = (one for one in self.hats if one.covers(theirs))
        return frozenset().union(
            *(permissions_of(Role(one.role), deputy=one.deputy) for one in see)
        )

    def may(self, permission: Permission) -> bool:
        """Whether this person's roles include the permission."""
        return self.is_active and bool(self.hats_for(permission))

    def hats_for(self, permission: Permission) -> list[Hat]:
        """Those of the person's hats that the permission goes with: under the others they may do other things."""
        return [one for one in self.hats if may(Role(one.role), permission, deputy=one.deputy)]


class Deputy(models.Model):
    """That somebody acts in a role for another team, as the vault keeps it; pages show by it what the vault allows."""

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="deputy")
    role = models.CharField(max_length=20)
    agency = models.CharField(max_length=60, blank=True)
    team = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.staff_id} as {self.role}"


class Attempt(models.Model):
    """A failed try at a passkey of an owner, a key of the partner API or the number of an application.

    It stands under a keyed hash of whose it was. Row-level security shows each portal its own.
    """

    id = models.BigAutoField(primary_key=True)
    whose = models.BinaryField()
    at = models.DateTimeField(db_default=Now())
    portal = models.CharField(max_length=20, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["whose", "at"], name="attempt_by_whose")]

    def __str__(self) -> str:
        return f"attempt {self.id}"


class SignIn(models.Model):
    """That somebody signed in: when, by which key, from which network. Its session lives until `ended_at` at most.

    `key` is the vault's mark of the key (16 bytes), `network` the block of the address, never the address.
    """

    id = models.BigAutoField(primary_key=True)
    staff = models.ForeignKey(Staff, models.PROTECT)
    portal = models.CharField(max_length=20, editable=False)
    at = models.DateTimeField(db_default=Now())
    key = models.BinaryField()
    kind = models.CharField(max_length=10)
    network = models.CharField(max_length=50)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["staff", "at"], name="sign_in_by_staff")]

    def __str__(self) -> str:
        return f"sign-in {self.id}"


class Act(models.Model):
    """A request that a member of staff made, or was refused: the authority's own audit trail."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    staff = models.ForeignKey(Staff, models.PROTECT, null=True)
    portal = models.CharField(max_length=20)
    permission = models.CharField(max_length=30)
    route = models.CharField(max_length=60)
    method = models.CharField(max_length=7)
    case_ref = models.CharField(max_length=12, blank=True, db_default="")
    allowed = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.route} {self.at}"
