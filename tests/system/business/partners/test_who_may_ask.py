"""Every operation of the partner API: with a key of its scope alone, about the key's own business alone."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from ansim.domain.api_keys import ApiScope
from support.house import House, Open
from support.owner import queued_for, with_business
from support.partner import PLACE, Partner, new_key
from support.patience import PATIENCE

BODIES: dict[str, Any] = {
    "changeVenue": {"capacity": 12},
    "closeVenue": {},
    "reissueCode": {"old_poster": "wait"},
    "apply": PLACE,
    "handInAgain": PLACE,
}


@pytest.fixture(scope="module", autouse=True)
def django(system: object) -> None:
    """The running system has set Django up in this process; the operations can be imported after it."""


def operations() -> Any:
    from ansim.business.partners.partner_document import OPERATIONS

    return OPERATIONS


def objects_of(business: Any) -> dict[str, Any]:
    """One object of a business for each variable part of a path."""
    from ansim.business.models import ApiKey, VenueApplication
    from support.owner import fresh_phone

    key = ApiKey.objects.filter(business=business).first()
    application, _made = VenueApplication.objects.get_or_create(
        business=business, api_key=key, state="returned", defaults={"owner": owner(fresh_phone())}
    )
    return {
        "venue_id": business.venues.first().pk,
        "ref": application.ref,
        "sheet": "a4",
    }


def owner(phone: str) -> Any:
    from ansim.business.models import Owner
    from ansim.business.owners.owner_desk import owner_desk
    from support.owner import e164

    index = owner_desk().index(e164(phone))
    return Owner.objects.create(phone_index=index, sealed=b"x", phone_end=phone[-2:])


def with_owner(business: Any) -> Any:
    from ansim.business.models import Membership
    from support.owner import fresh_phone

    person = owner(fresh_phone())
    Membership.objects.create(business=business, owner=person, role="owner")
    return person


def send(partner: Partner, operation: Any, values: dict[str, Any]) -> httpx.Response:
    path = operation.path.format(**values)
    headers = {"Idempotency-Key": uuid4().hex, "If-Match": "*"}
    return partner.http.request(
        operation.method, path, json=BODIES.get(operation.name), headers=headers
    )


@pytest.fixture
def theirs() -> Any:
    business, _key = new_key()
    return business


def test_what_is_another_businesss_is_not_found(ours: tuple[Any, Partner], theirs: Any) -> None:
    business, partner = ours
    with_owner(business)
    own, others = objects_of(business), objects_of(theirs)
    tried = 0
    for operation in operations():
        if "{venue_id}" in operation.path or "{ref}" in operation.path:
            tried += 1
            refused = send(partner, operation, others)
            assert (refused.status_code, refused.json()["code"]) == (404, "not-found"), operation
        if operation.name != "reissueCode":  # of a venue that an operation before closed
            assert send(partner, operation, own).is_success, operation.name
    assert tried > 5
    assert theirs.venues.filter(capacity=12).count() == 0
    assert theirs.venues.filter(closed_at__isnull=False).count() == 0


def test_lists_hold_what_is_ones_own_alone(ours: tuple[Any, Partner], theirs: Any) -> None:
    business, partner = ours
    objects_of(business)
    foreign = objects_of(theirs)
    for path in ("/venues", "/applications"):
        text = partner.get(path).text
        assert theirs.name not in text
        assert foreign["ref"] not in text


def test_a_key_without_the_scope_is_refused_and_changes_nothing(ask: Any) -> None:
    for operation in operations():
        business, key = new_key(scopes=[one for one in ApiScope if one is not operation.scope])
        answer = send(ask(key), operation, objects_of(business))
        assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing"), operation.name
        assert operation.scope.value in answer.json()["detail"]
        assert business.venues.filter(closed_at=None, capacity=None).count() == 1
        assert business.venues.get().codes.count() == 1
        assert business.applications.count() == 1


def test_a_key_with_the_one_scope_is_enough(ask: Any) -> None:
    for operation in operations():
        business, key = new_key(scopes=[operation.scope])
        with_owner(business)
        answer = send(ask(key), operation, objects_of(business))
        assert answer.is_success, (operation.name, answer.text)


def test_nobody_asks_without_a_key(ask: Any, theirs: Any) -> None:
    for operation in operations():
        answer = send(ask(None), operation, objects_of(theirs))
        assert (answer.status_code, answer.json()["code"]) == (401, "key-missing")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_session_of_the_portal_is_no_key_and_a_key_opens_no_page(
    browse: Open, house: House
) -> None:
    signed = with_business(browse)
    _business, key = new_key(signed.account.businesses().get())
    for browser in (signed.browser, browse("business", "registrar")):
        answer = browser.get("/api/v1/venues")
        assert (answer.status_code, answer.json()["code"]) == (401, "key-missing")
        changed = browser.http.post("/api/v1/applications", json=PLACE)  # no form's token either
        assert (changed.status_code, changed.json()["code"]) == (401, "key-missing")
        assert "set-cookie" not in answer.headers
    bearer = {"Authorization": f"Bearer {key}"}
    with httpx.Client(
        base_url=house.addresses["business"], headers=bearer, timeout=PATIENCE
    ) as http:
        for path in ("/my/", "/venues/", "/partners/", f"/my/businesses/{_business.pk}/api-keys"):
            assert http.get(path).status_code == 302, path


def test_a_session_beside_a_key_changes_nothing(browse: Open, ask: Any) -> None:
    """Whoever is signed in as staff, who see all venues, sees by key what the key sees."""
    business, key = new_key()
    _other, _key = new_key()
    browser = browse("business", "registrar")
    answer = browser.http.get("/api/v1/venues", headers={"Authorization": f"Bearer {key}"})
    numbers = [row["id"] for row in answer.json()["items"]]
    assert numbers == list(business.venues.values_list("pk", flat=True))


def test_a_key_that_ended_is_refused_at_the_next_request(ask: Any) -> None:
    from ansim.accounts.models import Staff
    from ansim.business.models import ApiKey
    from ansim.business.partners.api_key_desk import Doer, end_key

    business, key = new_key()
    partner = ask(key)
    assert partner.get("/venues").is_success
    end_key(ApiKey.objects.get(business=business), Doer(staff=Staff.objects.get(login="registrar")))
    answer = partner.get("/venues")
    assert (answer.status_code, answer.json()["code"]) == (401, "key-invalid")


@pytest.mark.parametrize("what", ["key", "business"])
def test_a_key_past_its_day_or_of_a_closed_business_is_refused(ask: Any, what: str) -> None:
    from ansim.business.models import ApiKey

    business, key = new_key()
    past = datetime.now(UTC) - timedelta(seconds=1)
    if what == "key":
        ApiKey.objects.filter(business=business).update(expires_at=past)
    else:
        business.closed_at = past
        business.save()
    assert ask(key).get("/venues").json()["code"] == "key-invalid"


def test_the_day_of_the_last_use_is_noted(ours: tuple[Any, Partner]) -> None:
    from ansim.business.models import ApiKey

    business, partner = ours
    assert ApiKey.objects.get(business=business).last_used_on is None
    partner.get("/venues")
    assert ApiKey.objects.get(business=business).last_used_on is not None


def test_neither_the_key_nor_what_finds_it_without_our_own_key_is_stored(system: Any) -> None:
    import hashlib

    _business, key = new_key()
    with system.owner("main") as connection:
        rows = connection.execute("SELECT * FROM business_apikey").fetchall()
    stored = b"\0".join(
        bytes(v) if isinstance(v, bytes) else str(v).encode() for r in rows for v in r
    )
    secret = key.rpartition("_")[2] if key.count("_") == 2 else key[15:]
    assert secret.encode() not in stored
    assert hashlib.sha256(key.encode()).digest() not in stored


def test_guesses_are_stopped_by_network_and_a_good_key_elsewhere_is_not(
    ours: tuple[Any, Partner], ask: Any
) -> None:
    from ansim.accounts.models import Attempt
    from ansim.accounts.throttle import NETWORK_LIMIT
    from ansim.domain.api_keys import new_api_key

    Attempt.objects.all().delete()
    try:
        codes = [ask(new_api_key()).get("/venues").json()["code"] for _ in range(NETWORK_LIMIT + 1)]
        assert codes == ["key-invalid"] * NETWORK_LIMIT + ["too-many-wrong-keys"]
        refused = ours[1].get("/venues")  # from the same network
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
    finally:
        Attempt.objects.all().delete()
    assert ours[1].get("/venues").is_success


def test_tries_past_their_period_are_kept_no_longer(ask: Any) -> None:
    from ansim.accounts.models import Attempt
    from ansim.accounts.throttle import PERIOD
    from ansim.domain.api_keys import new_api_key

    Attempt.objects.all().delete()
    past = datetime.now(UTC) - PERIOD - timedelta(seconds=1)
    for age in (timedelta(), timedelta(days=40)):
        Attempt.objects.create(whose=b"somebody's", portal="business", at=past - age)
    fresh = Attempt.objects.create(whose=b"somebody's", portal="business")
    assert ask(new_api_key()).get("/venues").json()["code"] == "key-invalid"
    kept = {one.pk: bytes(one.whose) for one in Attempt.objects.all()}
    assert kept.pop(fresh.pk) == b"somebody's"
    assert len(kept) == 1, "the try that was counted just now, and none that is past its period"
    Attempt.objects.all().delete()


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Basic YTpi",
        "Bearer x",
        "Bearer ansim_00000000_",
        "Bearer \xe9",
        "bearer " + "a" * 9000,
    ],
)
def test_anything_else_in_the_header_is_no_key(house: House, authorization: str) -> None:
    from ansim.accounts.models import Attempt

    address = f"{house.addresses['business']}/api/v1/venues"
    answer = httpx.get(
        address, headers={"Authorization": authorization.encode("latin-1")}, timeout=PATIENCE
    )
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    Attempt.objects.all().delete()


def test_a_key_asks_only_so_fast(ours: tuple[Any, Partner]) -> None:
    from django.db.models.functions import Now

    from ansim.business.models import ApiBucket, ApiKey

    business, partner = ours
    first = partner.get("/venues")
    assert first.headers["ratelimit-policy"] == '"key";q=60;w=30'
    assert first.headers["ratelimit"].startswith('"key";r=59;')
    key = ApiKey.objects.get(business=business)
    ApiBucket.objects.filter(key=key).update(tokens=1, filled_at=Now())
    assert partner.get("/venues").is_success
    refused = first
    while refused.is_success:  # a machine that needs half a second has filled it meanwhile
        ApiBucket.objects.filter(key=key).update(tokens=0, filled_at=Now())
        refused = partner.get("/venues")
    assert (refused.status_code, refused.json()["code"]) == (429, "rate-limited")
    time.sleep(int(refused.headers["retry-after"]))
    assert partner.get("/venues").is_success


@pytest.mark.parametrize(
    ("accept", "language"), [("ko", "ko"), ("en-GB,en;q=0.9", "en"), ("ja", "en"), ("", "ko")]
)
def test_a_refusal_speaks_the_callers_language(house: House, accept: str, language: str) -> None:
    address = f"{house.addresses['business']}/api/v1/venues"
    answer = httpx.get(address, headers={"Accept-Language": accept}, timeout=PATIENCE)
    assert answer.headers["content-language"] == language
    korean = any("가" <= sign <= "힣" for sign in answer.json()["detail"])
    assert korean is (language == "ko")


def test_whatever_else_is_asked_for_is_told_as_a_problem(ours: tuple[Any, Partner]) -> None:
    http = ours[1].http
    for method, path, code in [
        ("GET", "/nothing", "not-found"),
        ("GET", "/venues/99999999999999999999", "not-found"),
        ("GET", "/applications/%00", "not-found"),
        ("DELETE", "/venues", "method-not-allowed"),
        ("PUT", "/venues/1", "method-not-allowed"),
    ]:
        answer = http.request(method, path)
        assert answer.headers["content-type"] == "application/problem+json", path
        assert answer.json()["code"] == code
        assert answer.json()["type"] == f"urn:ansim:problem:{code}"


@pytest.mark.parametrize("erases", [False, True])
def test_a_key_ends_with_the_part_of_whoever_made_it(
    house: House, browse: Open, ask: Any, *, erases: bool
) -> None:
    head = with_business(browse)
    business = head.account.businesses().get()
    leaving = with_business(browse, "owner", business)
    _, theirs = new_key(business, owner=leaving.account)
    _, ours = new_key(business, owner=head.account)
    assert {ask(key).get("/venues").status_code for key in (theirs, ours)} == {200}
    if erases:
        leaving.browser.post("/my/data/erase", sure="on")
    else:
        member = leaving.account.memberships().get().pk
        head.browser.post(f"/my/people/{member}/end", sure="on")
    assert ask(theirs).get("/venues").status_code == 401
    assert ask(ours).get("/venues").status_code == 200
    assert "발주 시스템" in queued_for(house.system, head.account)[-1]


@pytest.mark.parametrize("moment", ["9999-12-31T20:00:00Z", "2099-01-01T00:00:00+09:00"])
def test_a_closing_far_ahead_is_refused_at_its_field(
    ours: tuple[Any, Partner], moment: str
) -> None:
    business, partner = ours
    venue = business.venues.get()
    answer = partner.post(f"/venues/{venue.pk}/close", {"at": moment})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/at"
    venue.refresh_from_db()
    assert venue.closed_at is None
