"""Applications that keys of the business handed in: list, read, hand in. Others' are not found."""

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from ansim.business.admission.words import explained
from ansim.business.models import ApiKey, ApplicationState, VenueApplication
from ansim.business.partners import problems
from ansim.business.partners.applying_by_key import apply
from ansim.business.partners.operations import BASE, Call, Operation, Reply
from ansim.business.partners.paging import PAGE_QUERY, after_of, cursor_of, limit_of
from ansim.business.partners.problems import RefusedError
from ansim.business.partners.wire import NewApplication, PageOfApplications, PartnerApplication
from ansim.domain.api_keys import ApiScope

_STATES: Final = [state.value for state in ApplicationState if state != ApplicationState.DRAFT]


def list_applications(call: Call) -> Reply:
    """A page of applications, the newest first."""
    limit, before = limit_of(call.query), after_of(call.query)
    rows = _applications(call.key).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    state = call.query.get("state")
    if state is not None:
        if state not in _STATES:
            raise RefusedError(problems.BAD_QUERY, name="state")
        rows = rows.filter(state=state)
    found = list(rows[: limit + 1])
    following = cursor_of(found[limit - 1].pk) if len(found) > limit else None
    return Reply(PageOfApplications([_shown(one) for one in found[:limit]], following))


def read_application(call: Call) -> Reply:
    """Where an application stands."""
    one = _applications(call.key).filter(ref=call.path["ref"]).first()
    if one is None:
        raise RefusedError(problems.NOT_FOUND)
    return Reply(_shown(one))


def hand_in(call: Call) -> Reply:
    """Apply for a venue: approved at once where control is shown, else a clerk decides."""
    one = apply(call.key, call.body)
    return Reply(_shown(one), 201, {"Location": f"{BASE}/applications/{one.ref}"})


def hand_in_again(call: Call) -> Reply:
    """Hand in anew what came back, with everything as it is to be."""
    one = _applications(call.key).select_related("owner").filter(ref=call.path["ref"]).first()
    if one is None:
        raise RefusedError(problems.NOT_FOUND)
    if one.state != ApplicationState.RETURNED:
        raise RefusedError(problems.NOT_RETURNED)
    return Reply(_shown(apply(call.key, call.body, one)))


def _applications(key: ApiKey) -> QuerySet[VenueApplication]:
    return VenueApplication.objects.filter(business=key.business_id, api_key__isnull=False)


def _shown(one: VenueApplication) -> PartnerApplication:
    why = explained(one.reason)
    words = " ".join(filter(None, (str(why.told) if why else "", one.words)))
    return PartnerApplication(
        ref=one.ref,
        state=one.state,  # type: ignore[arg-type]  # the column's own words
        name=one.entered("name"),
        venue=one.venue_id,
        reason=one.reason,
        explanation=words,
        submitted_at=one.submitted_at,
        decided_at=one.decided_at,
    )


APPLICATION_OPERATIONS: Final = (
    Operation(
        "GET",
        "/applications",
        "listApplications",
        gettext_lazy("List applications"),
        ApiScope.APPLICATIONS_READ,
        list_applications,
        {200: PageOfApplications},
        query={**PAGE_QUERY, "state": {"type": "string", "enum": _STATES}},
    ),
    Operation(
        "POST",
        "/applications",
        "apply",
        gettext_lazy("Apply for a venue"),
        ApiScope.APPLICATIONS_WRITE,
        hand_in,
        {201: PartnerApplication},
        body=NewApplication,
        refusals=(problems.TAX_CLOSED, problems.NOBODY),
    ),
    Operation(
        "GET",
        "/applications/{ref}",
        "readApplication",
        gettext_lazy("Where an application stands"),
        ApiScope.APPLICATIONS_READ,
        read_application,
        {200: PartnerApplication},
        refusals=(problems.NOT_FOUND,),
    ),
    Operation(
        "POST",
        "/applications/{ref}/hand-in",
        "handInAgain",
        gettext_lazy("Hand in an application that was returned, with all its fields"),
        ApiScope.APPLICATIONS_WRITE,
        hand_in_again,
        {200: PartnerApplication},
        body=NewApplication,
        refusals=(problems.NOT_FOUND, problems.NOT_RETURNED, problems.TAX_CLOSED),
    ),
)
