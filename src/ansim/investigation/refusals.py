"""Why something was refused, in the officer's language, by the error's code.

The errors are our own, the vault's and the tracer's: `CallError` carries the code that the other process gave.
"""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.accounts.key_refusals import KEY_REFUSALS
from ansim.domain.errors import AnsimError
from ansim.rpc import CallError

REFUSALS: Final = MappingProxyType(
    {
        **KEY_REFUSALS,
        "email-unreadable": _("This is no e-mail address. Please write it like name@example.org."),
        "phone-unreadable": _("This is no phone number. Please write it like 010-0000-0000."),
        "beyond-bounds": _("The period leaves what the notification of the case opened."),
        "both-sides": _("Whoever asks in a case cannot approve in it, nor the other way round."),
        "campaign-training": _("Nothing is sent from a training case."),
        "campaign-terms": _("The people are not those of the signature, or they are too many."),
        "campaign-words": _(
            "The words are not the template's. Please write the message anew, or tell who runs this system."
        ),
        "campaign-unknown": _(
            "No such campaign may be sent: it lacks a signature, was stopped, or is over its time."
        ),
        "case-file": _(
            "A text of this case cannot be opened: it was changed, or is another case's."
        ),
        "case-taken": _("Another officer took this case up."),
        "case-not-yours": _(
            "One of the cases is another team's, or its work has ended. Please choose again."
        ),
        "last-keepers": _("Fewer than two keepers with a key would be left. Please enrol another."),
        "exposure-gone": _(
            "This exposure was withdrawn or corrected in the meantime, or the same hours stand already."
        ),
        "feed-day-full": _("The exposure feed of that day is full. Please ask the operator."),
        "login-taken": _("Somebody else is enrolled under that login. Please choose another."),
        "proposal-cap": _("Fifty of your proposals wait. Please have another keeper look first."),
        "proposal-unknown": _(
            "This proposal was signed or returned already, is over its time, or its keeper's key counts no more."
        ),
        "staff-record-moved": _(
            "The record changed since this was proposed. Please propose it anew."
        ),
        "staff-terms": _(
            "This fits no staff record. Please check the role, the team and the days."
        ),
        "grant-cases": _("Please choose each case once, fifty at most."),
        "out-of-bounds": _(
            "The search reaches further than this case may. Please choose a shorter period or a lower degree."
        ),
        "people-bound": _(
            "The searches of this case have found as many people as they may. Please narrow the terms."
        ),
        "further-bound": _(
            "Beyond direct contacts this patient's cases were searched as often as they may be today. Please go on tomorrow."
        ),
        "not-joined": _(
            "A code alone began one of these cases: who of it is in another case is not told. "
            "Please have a colleague notify it."
        ),
        "many-places": _(
            "This number was checked in at more places than one person can be at, and a code alone began the case. "
            "Please have a colleague notify it."
        ),
        "no-index-person": _("This case has nobody whose check-ins could be looked up."),
        "places-budget": _(
            "Alone you may sign for 24 hours and 20 venues a day, on 14 days. Beyond that an approver signs too."
        ),
        "places-wait": _(
            "Twenty of your texts with places wait for an approver already. Please have one signed first."
        ),
        "places-malformed": _("The places are not in order, or overlap at one venue."),
        "case-unknown": _("The vault knows no such case, or knows it as another person's."),
        "nobody-signed-up": _(
            "Nobody signed up with this number. Please check it; a case can also be notified without a number."
        ),
        "nothing-to-keep": _("The search found nobody: there is no list to keep."),
        "not-two-signers": _(
            "This needs the signature of another person: one asks, the other notifies and approves."
        ),
        "notification-cap": _("You have notified as many cases today as one person may."),
        "notification-terms": _(
            "The vault makes no case of this. Please check the number, the disease and its date."
        ),
        "opening-cap": _("You have opened as many names today as one officer may."),
        "out-of-scope": _(
            "Not everybody chosen stands in the result for which the warrant was signed."
        ),
        "patient-cases": _(
            "Codes to this number made as many cases this week as one person's may. Please have it notified."
        ),
        "patient-code-cap": _("You have sent as many codes today as one officer may."),
        "patient-code-over": _(
            "This code is used, over its time, or was tried too often. Please send another."
        ),
        "patient-code-wrong": _("That is not the code. Please ask the patient once more."),
        "patient-codes-stopped": _(
            "Three codes to this number were not read out, so it gets no more for a week."
        ),
        "result-moved": _(
            "These are not the people for whom the warrant was signed. Please ask for a new one."
        ),
        "row-cap-reached": _(
            "The number of people that the warrant allows is used up. Please choose fewer, or ask for a new one."
        ),
        "training-cap": _("You have as many training cases open as one person may."),
        "training-mix": _(
            "Training cases and real ones are kept apart. Please choose one kind only."
        ),
        "unknown-person": _(
            "This person has no check-in within the period that is kept, so nobody met them there."
        ),
        "stay-gone": _("Somebody changed these stays in the meantime. Please look again."),
        "stay-split": _("The time to split at does not lie within the stay."),
        "stay-merge": _("Please choose two stays or more of one venue to merge."),
        "stays-most": _("This case has as many stays as it may. Please merge or remove some."),
        "places-not-signed": _("This stay is not signed for yet."),
        "places-unknown": _("These places wait for no signature any more."),
        "warrant-terms": _("The terms go beyond what a warrant may allow."),
        "warrant-time": _("The warrant has expired. Please ask for a new one."),
        "warrant-unknown": _(
            "The warrant lacks a signature that counts. Please ask for a new one."
        ),
        "work-list-ended": _(
            "This list is over, or is a colleague's. Please sign for a new one to go on."
        ),
        "work-list-malformed": _("A list has 1 to 300 people, each of them once."),
    }
)


def refusal(error: AnsimError | CallError) -> str:
    """The words for an error that somebody at the screen can put right; any other is raised again."""
    words = REFUSALS.get(error.code)
    if words is None:
        raise error
    return str(words)
