"""Owners of the tests: signed in by a code to a number of their own, with a business, venues and whatever a room needs."""

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx

from support.house import Browser, Open
from support.system import PATIENCE

_NUMBERS = count(3000)


def fresh_phone() -> str:
    """A number that no other test uses."""
    return f"010-0000-{next(_NUMBERS)}"


def fresh_name() -> str:
    """A name of a business that no other test uses: who searches for it finds this one alone."""
    return f"바람 상회 {next(_NUMBERS)}"


def e164(phone: str) -> str:
    """The number as messages are addressed to it."""
    return "+82" + phone.replace("-", "")[1:]


def messages_to(phone: str) -> list[str]:
    """The texts that went to a number, newest first."""
    from ansim.notices.channels.demo_channel import DemoChannel

    return [one.text for one in DemoChannel().kept if one.to == e164(phone)]


def was_told(phone: str, words: str, times: int = 1) -> bool:
    """Whether texts with these words went to a number so often, or go soon: a worker may have taken them already.

    Each look is a turn of the outbox too: what other tests left there for numbers that do not open may fill several.
    """
    from ansim.jobs.deliver import deliver_now

    end = time.monotonic() + PATIENCE
    while sum(words in text for text in messages_to(phone)) < times:
        if time.monotonic() > end:
            return False
        deliver_now()
        time.sleep(0.1)
    return True


def queued_for(system: Any, owner: Any) -> list[str]:
    """The texts that the outbox has or had for an owner, oldest first, whether or not a worker sends them."""
    from ansim.notices.words import Template, say

    with system.owner("main") as connection:
        rows = connection.execute(
            "SELECT template, language, params FROM notices.message WHERE owner_id = %s ORDER BY id",
            [owner.pk],
        ).fetchall()
    return [say(Template(template), language, params) for template, language, params in rows]


def code_of(phone: str) -> str:
    """The last code sent to a number."""
    found = re.search(r"(?<!\d)\d{6}(?!\d)", messages_to(phone)[0])
    assert found
    return found.group()


@dataclass
class SignedIn:
    """An owner in a browser."""

    browser: Browser
    phone: str

    @property
    def account(self) -> Any:
        """Their row."""
        from ansim.business.models import Owner
        from ansim.business.owners.owner_desk import owner_desk

        return Owner.objects.get(phone_index=owner_desk().index(e164(self.phone)))


def sign_in(browse: Open, phone: str | None = None) -> SignedIn:
    """Sign in at the portal with a code, in a browser of one's own."""
    browser, phone = browse("business"), phone or fresh_phone()
    asked = browser.post("/my/sign-in", phone=phone)
    assert asked.url.path == "/my/sign-in/code", asked.text[:2000]
    done = browser.post("/my/sign-in/code", code=code_of(phone))
    assert done.url.path == "/my/", done.text[:2000]
    return SignedIn(browser, phone)


def with_business(
    browse: Open, role: str = "owner", business: Any = None, phone: str | None = None
) -> SignedIn:
    """An owner who belongs to a business: an own one unless one is given."""
    from ansim.business.models import Membership

    signed = sign_in(browse, phone)
    Membership.objects.create(business=business or new_business(), owner=signed.account, role=role)
    return signed


def new_business(name: str = "바람 상회") -> Any:
    """A business with one venue that has a code."""
    from ansim.business.codes.issuing import reissue
    from ansim.business.models import Business, Venue

    business = Business.objects.create(name=name, kind=Business.Kind.WITHOUT_NUMBER)
    reissue(Venue.objects.create(name=f"{name} 본점", category=3, business=business))
    return business


def new_device(venue: Any) -> Any:
    """A device of a venue that waits for its pairing."""
    from ansim.business.devices.venue_devices import begin_pairing
    from ansim.domain.devices import DeviceKind

    return begin_pairing(venue, DeviceKind.READER, "카운터").device


def upload_of(owner: Any) -> Any:
    """A file of the owner's business that waits for a decision."""
    from ansim.business.models import Upload, VenueList

    made, _new = VenueList.objects.get_or_create(business=only_business(owner), name="")
    about = {"file_name": "list.csv", "state": "ready"}
    return Upload.objects.create(venue_list=made, owner=owner, **about)


def order_of(owner: Any) -> int:
    """An order of posters that the owner asked for, finished."""
    from django.db.models.functions import Now

    from ansim.business.models import PosterOrder, PosterPiece

    about = {"sheet": "a4", "form": "pdf", "first": 1, "last": 1, "size": 4, "ready_at": Now()}
    made = PosterOrder.objects.create(
        venue_list=upload_of(owner).venue_list, owner=owner, count=1, **about
    )
    PosterPiece.objects.create(order=made, number=0, content=b"%PDF")
    return int(made.pk)


def only_business(owner: Any) -> Any:
    """The business of an owner with one."""
    return owner.businesses().get()


def key_of(owner: Any) -> int:
    """The number of a key of the owner's business."""
    from support.partner import new_key

    business, _text = new_key(only_business(owner), owner=owner)
    return int(business.api_keys.latest("pk").pk)


def webhook_of(owner: Any) -> int:
    """The number of a webhook of the owner's business."""
    from ansim.business.partners.api_key_desk import Doer
    from ansim.business.partners.webhook_desk import end_webhook, make_webhook, webhooks_of

    for hook in webhooks_of(only_business(owner)):
        end_webhook(hook, Doer(owner=owner))
    made = make_webhook(only_business(owner), Doer(owner=owner), "https://pos.example/hook")
    return int(made.row.pk)


def application_of(owner: Any) -> int:
    """The number of an application that the owner has begun."""
    from ansim.business.models import VenueApplication

    begun, _made = VenueApplication.objects.get_or_create(owner=owner, state="draft")
    return int(begun.pk)


def new_passkey(owner: Any, label: str = "카운터") -> Any:
    """A passkey in the owner's list that no device has."""
    from ansim.business.models import Passkey

    return Passkey.objects.create(
        owner=owner, credential_id=secrets.token_bytes(16), public_key=b"none", label=label
    )


def announcement_to(owner: Any) -> int:
    """The number of an announcement that concerns this owner's district alone."""
    from ansim.accounts.models import Staff
    from ansim.business.models import Announcement

    district = f"시험동 {owner.pk}"
    owner.venues().update(district=district)
    texts = dict.fromkeys(("title_ko", "title_en", "text_ko", "text_en"), "안내")
    staff = Staff.objects.get(login="registrar")
    made = Announcement.objects.create(
        **texts, district=district, shown_from="2026-01-01", made_by=staff
    )
    return int(made.pk)


def hand_written_log(venue: Any) -> int:
    """The number of a statement that a hand-written log was kept."""
    from ansim.business.models import DutyRecord

    kept = DutyRecord.objects.create(
        venue=venue, kind="log-kept", day="2026-10-01", until="2026-10-02"
    )
    return int(kept.pk)


def new_entrance(owner: Any) -> int:
    """An entrance of a venue of the owner's."""
    from ansim.business.models import Entrance

    made, _new = Entrance.objects.get_or_create(
        venue=owner.venues().first(), name="정문", removed_at=None
    )
    return int(made.pk)


def new_tenancy(owner: Any) -> int:
    """A request of somebody else's place to be part of the owner's."""
    from ansim.business.models import Tenancy

    tenant = new_business("입점 가게").venues.get()
    return int(Tenancy.objects.create(site=owner.venues().first(), tenant=tenant).pk)


# One object of an owner's for each parameter that addresses of owners' routes have. A room adds its own here.
OBJECTS: dict[str, Callable[[Any], Any]] = {
    "announcement_id": announcement_to,
    "api_key_id": key_of,
    "application_id": application_of,
    "business_id": lambda owner: only_business(owner).pk,
    "device_id": lambda owner: new_device(owner.venues().first()).pk,
    "record_id": lambda owner: hand_written_log(owner.venues().first()),
    "list_id": lambda owner: upload_of(owner).venue_list_id,
    "member_id": lambda owner: owner.memberships().get().pk,
    "passkey_id": lambda owner: new_passkey(owner).pk,
    "order_id": order_of,
    "upload_id": lambda owner: upload_of(owner).pk,
    "entrance_id": new_entrance,
    "tenancy_id": new_tenancy,
    "venue_id": lambda owner: owner.venues().first().pk,
    "webhook_id": webhook_of,
}
# And values of parameters that name no object.
PLAIN_VALUES: dict[str, Any] = {"sheet": "a4", "language": "ko"}


def post(browser: Browser, path: str, **fields: Any) -> httpx.Response:
    """Send a form with a good token to any path, as a page of somebody else's would not give one."""
    return browser.post(path, page="/my/join", **fields)
