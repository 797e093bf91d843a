"""One sentence for each kind of ledger entry."""

from types import MappingProxyType
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from ansim.domain.pathogens import presets
from ansim.domain.surge import SurgeMode
from ansim.domain.warrant import Purpose
from ansim.investigation.time_fields import moment
from ansim.investigation.words import (
    BASES,
    DEEDS,
    KEYS_OF_CASES,
    MEANS,
    PURPOSES,
    SURGE_MODES,
    SURGE_REASONS,
    TAKE_OVER_REASONS,
    WITHDRAWAL_REASONS,
)
from ansim.ledger import Written

SENTENCES: Final = MappingProxyType(
    {
        "phone-looked-up": gettext_noop("Looked up who signed up with the case's phone number"),
        "case-notified": gettext_noop("Notified the case (%(disease)s, %(start)s to %(end)s)"),
        "patient-asked": gettext_noop("Sent the patient a code by message"),
        "case-opened": gettext_noop("Took up the case (%(disease)s, %(start)s to %(end)s)"),
        "window-changed": gettext_noop("Changed the infectious window to %(start)s to %(end)s"),
        "itinerary-read": gettext_noop("Looked up the itinerary from %(start)s to %(end)s"),
        "contacts-searched": gettext_noop(
            "Searched contacts up to degree %(degrees)s, at least %(minutes)s min together, %(start)s to %(end)s"
        ),
        "sources-searched": gettext_noop(
            "Searched who may have infected the case, up to degree %(degrees)s, at least %(minutes)s min together,"
            " %(start)s to %(end)s"
        ),
        "warrant-requested": gettext_noop(
            "Asked for warrant %(warrant)s (%(purpose)s, at most %(row_cap)s people) and signed it"
        ),
        "warrant-approved": gettext_noop("Signed warrant %(warrant)s as the second person"),
        "identities-opened": gettext_noop(
            "Opened names of %(people)s people under warrant %(warrant)s, %(fresh)s of them for the first time"
        ),
        "work-list-signed": gettext_noop(
            "Signed for a list of %(people)s people under warrant %(warrant)s, to name them one at a time"
        ),
        "name-opened": gettext_noop("Opened one name of a list under warrant %(warrant)s"),
        "name-read-again": gettext_noop("Read a name again under warrant %(warrant)s"),
        "campaign-asked": gettext_noop(
            "Signed that %(people)s people are told by campaign %(campaign)s"
        ),
        "campaign-approved": gettext_noop("Signed campaign %(campaign)s as the second person"),
        "campaign-numbers": gettext_noop(
            "Was given the numbers of %(people)s people for campaign %(campaign)s"
        ),
        "campaign-stopped": gettext_noop("Stopped campaign %(campaign)s"),
        "warrant-returned": gettext_noop("Returned warrant %(warrant)s unsigned"),
        "staff-added": gettext_noop("Gave %(staff)s a one-time word for a signing key"),
        "staff-barred": gettext_noop("Barred %(staff)s"),
        "staff-moved": gettext_noop("Moved %(staff)s to another agency or team"),
        "staff-record-kept": gettext_noop(
            "Signed the record of %(staff)s with keeper %(first)s (%(deed)s)"
        ),
        "deputy-named": gettext_noop(
            "Signed with keeper %(first)s that %(staff)s stands in from %(start)s to %(end)s"
        ),
        "keepers-made": gettext_noop("Gave %(keepers)s keepers of staff records a code"),
        "keepers-replaced": gettext_noop(
            "Made %(keepers)s keepers in place of others, as fewer than two had a key left"
        ),
        "keeper-key-enrolled": gettext_noop("Enrolled a keeper's key %(fingerprint)s"),
        "key-barred": gettext_noop("Barred a key of their own that somebody else had used"),
        "key-enrolled": gettext_noop("Enrolled a signing key"),
        "laboratory-added": gettext_noop("Enrolled a key of laboratory %(laboratory)s"),
        "laboratory-barred": gettext_noop("Barred laboratory %(laboratory)s"),
        "laboratory-key-barred": gettext_noop("Barred a key of laboratory %(laboratory)s"),
        "laboratory-limited": gettext_noop(
            "Let laboratory %(laboratory)s notify at most %(a_day)s cases a day"
        ),
        "session-started": gettext_noop("Signed for looking things up in %(cases)s cases"),
        "places-asked": gettext_noop(
            "Asked the other side to sign for telling who was at %(stays)s stays of %(venues)s venues"
        ),
        "places-signed": gettext_noop(
            "Signed for telling who was at %(stays)s stays of %(venues)s venues (%(sides)s sides signed)"
        ),
        "presence-searched": gettext_noop(
            "Searched who was at %(stays)s signed places for at least %(minutes)s min"
        ),
        "nearest-read": gettext_noop(
            "Read up to %(check_ins)s check-ins nearest to a moment at a signed place"
        ),
        "meetings-searched": gettext_noop(
            "Searched who of %(people)s people met at signed places for at least %(minutes)s min"
        ),
        "cases-compared": gettext_noop(
            "Searched which venues %(cases)s cases share, %(start)s to %(end)s"
        ),
        "people-translated": gettext_noop(
            "Looked for %(people)s people of case %(out_of)s in case %(into)s"
        ),
        "contacts-taken": gettext_noop("Took %(contacts)s people into the case as contacts"),
        "case-taken-over": gettext_noop("Took over a colleague's case (%(reason)s)"),
        "cases-merged": gettext_noop("Had the case go on in case %(into)s: both are one person's"),
        "cases-parted": gettext_noop("Parted the case from case %(into)s again"),
        "surge-begun": gettext_noop(
            "Decided on a surge mode: %(mode)s (%(reason)s), until %(until)s"
        ),
        "surge-ended": gettext_noop("Ended a surge mode: %(mode)s"),
        "exposures-published": gettext_noop(
            "Published %(windows)s windows of %(hours)s hours in the exposure feed (%(basis)s)"
        ),
        "exposure-corrected": gettext_noop("Corrected an exposure of the feed, to %(hours)s hours"),
        "exposure-withdrawn": gettext_noop("Withdrew an exposure from the feed (%(reason)s)"),
        "case-closed": gettext_noop("Closed the case after %(open_days)s days"),
        "case-reopened": gettext_noop("Opened the closed case again"),
        "case-work-destroyed": gettext_noop(
            "Destroyed what the case took from the log: %(contacts)s contacts, %(warrants)s warrants, %(disclosures)s notes"
            " of who was named; %(listed)s people stay in its list of contacts"
        ),
        "register-destroyed": gettext_noop(
            "Destroyed the case's register and its list of %(listed)s contacts"
        ),
        "case-key-destroyed": gettext_noop("Destroyed a key of the case (%(purpose)s, %(means)s)"),
        "corrections-read": gettext_noop("Read %(requests)s visitors' requests for correction"),
        "correction-done": gettext_noop("Answered a visitor's request for correction as done"),
        "owner-contact-read": gettext_noop("Saw the name and number of a venue's owner"),
    }
)

_REASONS: Final = {
    one.value: words
    for reasons in (TAKE_OVER_REASONS, SURGE_REASONS, WITHDRAWAL_REASONS)
    for one, words in reasons.items()
}


def in_words(entry: Written) -> str:
    """The entry as a sentence; the bare kind where this release has no words for it.

    The ledger is for ever: an entry with other details than its kind has now must not hide all others.
    """
    sentence = SENTENCES.get(entry.kind)
    if sentence is None:
        return entry.kind
    try:
        told = _(sentence) % _values(entry.detail)
    except (KeyError, TypeError, ValueError, OverflowError):
        return entry.kind
    training, weak = _("Training"), _("device key, the weaker kind")
    if entry.training:
        told = f"[{training}] {told}"
    return f"{told} ({weak})" if _is_weak(entry) else told


def _is_weak(entry: Written) -> bool:
    return "device" in {entry.detail.get("key"), entry.detail.get("first_key")}


def _values(detail: dict[str, Any]) -> dict[str, Any]:
    values = dict(detail)
    for name in ("start", "end", "until"):
        if name in detail:
            values[name] = date_format(moment(detail[name]), "Y-m-d H:i")
    if "minimum_overlap" in detail:
        values["minutes"] = detail["minimum_overlap"] // 60
    if "means" in detail:
        values["purpose"] = KEYS_OF_CASES[detail["purpose"]]
        values["means"] = MEANS.get(detail["means"], detail["means"])
    elif "purpose" in detail:
        values["purpose"] = PURPOSES[Purpose(detail["purpose"])]
    for name, words in (("deed", DEEDS), ("basis", BASES), ("reason", _REASONS)):
        if name in detail:
            values[name] = words.get(detail[name], detail[name])
    if "mode" in detail:
        values["mode"] = SURGE_MODES[SurgeMode(detail["mode"])]
    if "preset" in detail:
        preset = presets().get(detail["preset"])
        values["disease"] = preset.name(get_language() or "ko") if preset else detail["preset"]
    return values
