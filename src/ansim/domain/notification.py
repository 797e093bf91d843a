"""Notifications (발생신고): what alone makes a case, and the bounds that it sets (RIGHTS §1.3, §5; ADR 37)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar, Final

import msgspec

from ansim.domain.errors import AnsimError
from ansim.domain.infectious import infectious_window
from ansim.domain.pathogens import Anchor, Preset, presets
from ansim.domain.search_bounds import LONGEST_SPAN, sources_from
from ansim.domain.signed_texts import SignedText, Workplace

OLDEST_ANCHOR: Final = 366  # days; what lies before is a typing error
NOBODY: Final = "none"
"""The subject of a notification of somebody who never signed up, or has no phone."""

Subject = Annotated[
    str, msgspec.Meta(pattern=r"\A(none|\+[1-9][0-9]{6,14}|[!-?A-~]{1,64}@[a-z0-9.-]{3,190})\Z")
]
Disease = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z0-9-]{0,39}\Z")]


class NotificationError(AnsimError):
    """A notification makes no case, or its case is not this officer's to take up."""


class NotificationTermsError(NotificationError):
    """What the notification says fits no case: disease, anchor, subject or workplace."""

    code = "notification-terms"


class NobodySignedUpError(NotificationError):
    """Nobody signed up with the number or address that the notification names."""

    code = "nobody-signed-up"


class NotificationCapError(NotificationError):
    """Whoever signs notified as many people today as one may."""

    code = "notification-cap"


class CaseTakenError(NotificationError):
    """Another officer took the case up."""

    code = "case-taken"


class BeyondBoundsError(NotificationError):
    """The period lies outside of what the notification opened."""

    code = "beyond-bounds"


@dataclass(frozen=True, slots=True)
class NotificationLimits:
    """Policy: notifications that one person signs a day; days that a case waits for an officer before its keys go."""

    a_day: int = 60
    waiting_days: int = 14


NOTIFICATION_LIMITS: Final = NotificationLimits()


class Notification(SignedText, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody is infected. `subject` is their number (E.164), their e-mail address, or `none`.

    `unverified`: whom staff of a venue or a telephone gave the number for. `anchor` is the day of `anchor_kind`.
    `training`: nobody is; it makes a training case, about somebody invented, and its subject is `none`.
    """

    KIND: ClassVar[str] = "notification"

    subject: Subject
    unverified: bool
    disease: Disease
    anchor: date
    anchor_kind: Anchor
    agency: Workplace
    team: Workplace
    training: bool = False


@dataclass(frozen=True, slots=True)
class CaseBounds:
    """The period that a notification opens, epoch seconds, half-open; its own window, and what may have led to it."""

    start: int
    end: int

    def hold(self, start: int, end: int, *, back: bool = False) -> bool:
        """Whether a period lies inside. A search for sources (`back`) may reach further back, 28 days in all."""
        earliest = sources_from(self.start, self.end) if back else self.start
        return earliest <= start < end <= self.end

    def require(self, start: int, end: int, *, back: bool = False) -> None:
        """Refuse a period that leaves the bounds. Raises BeyondBoundsError."""
        if not self.hold(start, end, back=back):
            raise BeyondBoundsError("the period leaves what the notification of the case opened")


def disease_of(key: str, anchor_kind: Anchor) -> Preset:
    """The disease of a notification. Raises NotificationTermsError: unknown, or counted from another day."""
    preset = presets().get(key)
    if preset is None or anchor_kind not in preset.anchors:
        raise NotificationTermsError("no disease of that name counts from such a day")
    return preset


def require_anchor(anchor: date, today: date) -> None:
    """Refuse a day in the future, or more than a year ago. Raises NotificationTermsError."""
    if not today - timedelta(days=OLDEST_ANCHOR) <= anchor <= today:
        raise NotificationTermsError("the day lies in the future, or more than a year ago")


def require_nobody_in_training(text: Notification) -> None:
    """Refuse a training case about somebody. Raises NotificationTermsError."""
    if text.training and (text.subject != NOBODY or text.unverified):
        raise NotificationTermsError("a training case is about nobody")


def bounds_of(preset: Preset, anchor: date) -> CaseBounds:
    """The disease's infectious period from its anchor, at most 28 days; all of them where its end depends on tests."""
    hours = preset.infectious_start_h.value or 0
    start, end = infectious_window(anchor, hours, preset.infectious_end_h.value, anchor)
    last = start + LONGEST_SPAN
    return CaseBounds(start, last if preset.infectious_end_h.value is None else min(end, last))
