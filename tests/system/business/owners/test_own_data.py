"""One's own data: seen, corrected, erased; a lost number replaced; contacts opened for a reason and shown."""

from datetime import UTC, datetime, timedelta

import pytest

from support.house import House, Open
from support.owner import (
    SignedIn,
    fresh_name,
    messages_to,
    new_business,
    new_passkey,
    sign_in,
    was_told,
    with_business,
)
from support.system import System


@pytest.fixture(autouse=True)
def vault(house: House) -> None:
    house.need("vault")


def opened(browse: Open, owner: int, reason: str = "complaint") -> str:
    page = browse("business", "registrar").post(f"/owners/{owner}/contact", reason=reason)
    return page.text


def test_a_clerk_sees_one_contact_for_a_reason_and_the_owner_sees_that(
    browse: Open, system: System
) -> None:
    owner = sign_in(browse)
    owner.browser.post("/my/data/name", page="/my/data", name="한가온")
    with system.owner("main") as connection:
        sealed = connection.execute(
            "SELECT sealed_name FROM business_owner WHERE id = %s", [owner.account.pk]
        ).fetchone()
    assert sealed
    assert "한가온".encode() not in sealed[0]
    page = opened(browse, owner.account.pk)
    assert "한가온" in page
    assert owner.phone in page
    assert "민원" in owner.browser.get("/my/data").text
    with system.owner("main") as connection:
        entry = connection.execute(
            "SELECT kind, actor_role, detail FROM ledger.entry ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    assert entry == ("owner-contact-read", "registrar", {"reason": "complaint"})


def test_a_clerk_sees_no_more_than_the_cap_of_a_day(
    browse: Open, system: System, house: House
) -> None:
    from ansim.domain.contact import CONTACTS_A_DAY

    owner = sign_in(browse)
    clerk = house.staff["registrar"].ref
    with system.owner("main") as connection:
        connection.execute(
            "INSERT INTO business_contactread (owner_id, staff_ref, reason)"
            " SELECT %s, %s, 'complaint' FROM generate_series(1, %s)",
            [owner.account.pk, clerk, CONTACTS_A_DAY],
        )
        try:
            assert owner.phone not in opened(browse, owner.account.pk)
        finally:
            connection.execute("DELETE FROM business_contactread")


def test_no_process_on_the_internet_holds_what_opens_a_contact(system: System) -> None:
    from ansim.keys.needs import needed_by

    for process in ("business", "gateway", "investigation", "worker", "tracer"):
        assert "owners/private.pem" not in needed_by(process)
    assert "outbox-calls.key" not in needed_by("business")


def test_erasing_takes_number_and_name_and_ends_the_session(browse: Open) -> None:
    owner = sign_in(browse)
    account = owner.account
    page = owner.browser.post("/my/data/erase", sure="on")
    assert page.status_code == 200
    account.refresh_from_db()
    assert account.erased_at is not None
    assert (account.phone_index, account.sealed, account.phone_end) == (None, None, "")
    assert owner.browser.get("/my/data").url.path == "/my/sign-in"
    assert sign_in(browse, owner.phone).account.pk != account.pk


def test_erasing_empties_applications_under_way(browse: Open) -> None:
    from ansim.business.models import VenueApplication

    owner = sign_in(browse)
    begun = VenueApplication.objects.create(owner=owner.account, form={"phone": "064-000-0000"})
    owner.browser.post("/my/data/erase", sure="on")
    begun.refresh_from_db()
    assert (begun.state, begun.form) == ("withdrawn", {})


def test_who_alone_decides_for_an_open_business_is_told_what_to_do_first(browse: Open) -> None:
    owner = with_business(browse)
    page = owner.browser.post("/my/data/erase", sure="on")
    assert page.status_code == 400
    assert "바람 상회" in page.text
    owner.account.refresh_from_db()
    with_business(browse, "owner", owner.account.businesses().get())
    assert owner.browser.post("/my/data/erase", sure="on").status_code == 200


def test_an_account_moves_to_a_new_number_whole(browse: Open) -> None:
    from ansim.jobs.deliver import deliver_now

    name = fresh_name()
    old = with_business(browse, business=new_business(name))
    kept = old.account
    new = sign_in(browse)
    asked = new.browser.post("/my/data/recovery").text
    ref = asked.split('class="code">')[1].split("<")[0]
    clerk = browse("business", "registrar")
    found = clerk.get("/owners/recoveries", ref=ref, q=name).text
    path = f"/owners/recoveries/{ref}/{kept.pk}"
    assert path in found
    assert clerk.post(path).status_code == 400  # no check named
    assert clerk.post(path, check="documents-at-counter").status_code == 200
    assert old.browser.get("/my/data").url.path == "/my/sign-in"
    assert new.browser.get("/my/data").url.path == "/my/sign-in"
    again = sign_in(browse, new.phone)
    assert again.account.pk == kept.pk
    assert again.account.businesses().exists()
    assert new.phone in opened(browse, kept.pk, "recovery")
    assert clerk.get(path).status_code == 404  # once
    deliver_now()
    assert was_told(old.phone, "옮겨졌습니다")


def moved(browse: Open, old: SignedIn, new: SignedIn) -> None:
    """A clerk gives the old account to the new number."""
    ref = new.browser.post("/my/data/recovery").text.split('class="code">')[1].split("<")[0]
    path = f"/owners/recoveries/{ref}/{old.account.pk}"
    done = browse("business", "registrar").post(path, check="visited-venue")
    assert done.status_code == 200


def test_who_decides_for_the_same_business_is_told_of_a_move(browse: Open) -> None:
    from ansim.jobs.deliver import deliver_now

    old, new = with_business(browse), sign_in(browse)
    business = old.account.businesses().get()
    told = {role: with_business(browse, role, business) for role in ("owner", "staff")}
    stranger = with_business(browse)
    moved(browse, old, new)
    deliver_now()
    assert was_told(told["owner"].phone, "구성원의 계정")
    for one, count in ((told["owner"], 1), (told["staff"], 0), (stranger, 0), (new, 0)):
        texts = [text for text in messages_to(one.phone) if "구성원의 계정" in text]
        assert len(texts) == count
    assert was_told(old.phone, "옮겨졌습니다")


@pytest.mark.parametrize(
    ("former", "present", "kept"),
    [
        ("staff", "owner", "owner"),
        ("owner", "staff", "owner"),
        ("staff", "head_office", "head_office"),
        ("owner", "owner", "owner"),
    ],
)
def test_a_move_leaves_nobody_with_less_than_they_had(
    browse: Open, former: str, present: str, kept: str
) -> None:
    old = with_business(browse, former)
    account = old.account
    business = account.memberships().get().business
    new = with_business(browse, present, business)
    moved(browse, old, new)
    assert [part.role for part in account.memberships()] == [kept]
    assert business.memberships.filter(until=None).count() == 1


def test_a_mark_of_recovery_moves_nothing_by_itself(browse: Open) -> None:
    old, new = with_business(browse), sign_in(browse)
    ref = new.browser.post("/my/data/recovery").text.split('class="code">')[1].split("<")[0]
    answer = new.browser.get(f"/owners/recoveries/{ref}/{old.account.pk}")
    assert answer.url.path == "/sign-in"


def test_owners_are_forgotten_after_their_period_and_not_before(
    browse: Open, system: System
) -> None:
    from ansim.business.lifecycle import handing_over
    from ansim.business.models import VenueHandover
    from ansim.jobs.forget_owners import forget_owners

    idle, *others = sign_in(browse), *(with_business(browse) for _ in range(3))
    busy, left, gave = others
    gone, kept, closed, sold = idle.account, busy.account, left.account, gave.account
    offered = handing_over.find(handing_over.offer(sold.venues().get(), sold))
    assert offered
    handing_over.take(offered.pk, kept, kept.businesses().get())
    long_ago = datetime.now(UTC) - timedelta(days=91)
    VenueHandover.objects.filter(pk=offered.pk).update(taken_at=long_ago)
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_owner SET last_seen_at = now() - interval '91 days' WHERE id = ANY (%s)",
            [[gone.pk, kept.pk, closed.pk, sold.pk]],
        )
        shut = left.account.venues().get().pk
        left.browser.post(f"/my/venues/{shut}/close", when="at-once")
        connection.execute(
            "UPDATE business_venue SET closed_at = closed_at - interval '91 days'"
            " WHERE id = %s AND closed_at IS NOT NULL",
            [shut],
        )
    assert forget_owners().owners >= 3
    for account in (gone, kept, closed, sold):
        account.refresh_from_db()
    stay = [account.erased_at is None for account in (gone, kept, closed, sold)]
    assert stay == [False, True, False, False]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "refused"])
def test_what_a_forgotten_owner_entered_goes_with_them(
    browse: Open, system: System, state: str
) -> None:
    from ansim.business.models import VenueApplication
    from ansim.jobs.forget_owners import forget_owners

    idle, busy = sign_in(browse), sign_in(browse)
    entered = {"phone": "064-000-0000", "name": "바람 상회"}
    gone, kept = (
        VenueApplication.objects.create(owner=one.account, form=entered, state=state, words="말")
        for one in (idle, busy)
    )
    passkey = new_passkey(idle.account)
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_owner SET last_seen_at = now() - interval '91 days' WHERE id = %s",
            [idle.account.pk],
        )
    forget_owners()
    gone.refresh_from_db()
    kept.refresh_from_db()
    ended = "refused" if state == "refused" else "withdrawn"
    assert (gone.state, gone.form, gone.words) == (ended, {}, "")
    assert (kept.state, kept.form, kept.words) == (state, entered, "말")
    assert not type(passkey).objects.filter(pk=passkey.pk).exists()


@pytest.mark.parametrize("portal", ["business", "investigation"])
def test_sign_ins_that_are_over_are_deleted_and_others_stay(system: System, portal: str) -> None:
    from ansim.jobs.forget_sessions import forget_sessions

    keys = {f"{name}{portal}"[:32]: after for name, after in (("over", "-1 s"), ("on", "1 h"))}
    with system.owner("main") as connection:
        for key, after in keys.items():
            connection.execute(
                f"INSERT INTO {portal}_session (session_key, session_data, expire_date)"
                " VALUES (%s, '', now() + %s::interval)",
                [key, after],
            )
        assert getattr(forget_sessions(), portal) >= 1
        left = connection.execute(
            f"DELETE FROM {portal}_session WHERE session_key = ANY (%s) RETURNING session_key",
            [list(keys)],
        ).fetchall()
    assert left == [(f"on{portal}",)]


def test_a_reissue_tells_everybody_in_charge_and_keeps_the_old_poster_for_a_while(
    browse: Open, house: House, system: System
) -> None:
    from ansim.jobs.deliver import deliver_now

    owner = with_business(browse, business=new_business("가" * 180))
    helper = with_business(browse, "staff", owner.account.businesses().get())
    venue = owner.account.venues().get()
    page = owner.browser.post(f"/my/venues/{venue.pk}/code", old="wait")
    assert page.url.path == f"/my/venues/{venue.pk}/"
    assert len(venue.codes_in_grace()) == 1
    deliver_now()
    assert was_told(owner.phone, "QR")
    assert not any("새로 발급" in text for text in messages_to(helper.phone))


def test_an_owner_prints_every_sheet_of_a_venue(browse: Open) -> None:
    owner = with_business(browse)
    venue = owner.account.venues().get().pk
    page = owner.browser.get(f"/my/venues/{venue}/poster")
    assert page.status_code == 200
    for path in (
        f"/my/venues/{venue}/poster/{name}" for name in ("a4.pdf", "code.svg", "code.png")
    ):
        assert path in page.text
        assert owner.browser.get(path).status_code == 200


def test_who_closed_the_last_place_may_leave_and_erase_themselves(browse: Open) -> None:
    owner = with_business(browse)
    venue, account = owner.account.venues().get().pk, owner.account
    refused = owner.browser.post("/my/data/erase", sure="on")
    assert refused.status_code == 400
    owner.browser.post(f"/my/venues/{venue}/close", when="at-once")
    owner.browser.post("/my/data/erase", sure="on")
    account.refresh_from_db()
    assert account.erased_at is not None
