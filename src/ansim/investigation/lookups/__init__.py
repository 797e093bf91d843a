"""The one way from the console to the tracer, the vault and the ledger."""

from ansim.accounts.signing_page import SignedAnswer, read_answer, receive, site_name
from ansim.investigation.lookups.closed_to_looking import SessionWantedError, wants_session
from ansim.investigation.lookups.connections import book
from ansim.investigation.lookups.desk import (
    Desk,
    SearchTerms,
    patient,
    require_open,
)
from ansim.investigation.lookups.from_elsewhere import asked_here
from ansim.investigation.lookups.laboratory_names import laboratories_of
from ansim.investigation.lookups.nicknames import name_case, nicknames, opens_file
from ansim.investigation.lookups.pages import about_case, case_frame, case_of, desk_of
from ansim.investigation.lookups.stays import HandStay, StayBook
from ansim.investigation.lookups.to_sign import (
    hand_over,
    keep_for,
    not_accepted,
    require_own_signature,
    take_kept,
)
from ansim.investigation.lookups.told_venues import ToldVenue, venues_told
from ansim.investigation.lookups.work_session import (
    drop_session,
    forget_ended,
    keep_session,
    kept_session,
    leave_case,
    take_waiting,
    waiting_case,
)

__all__ = [
    "Desk",
    "HandStay",
    "SearchTerms",
    "SessionWantedError",
    "SignedAnswer",
    "StayBook",
    "ToldVenue",
    "about_case",
    "asked_here",
    "book",
    "case_frame",
    "case_of",
    "desk_of",
    "drop_session",
    "forget_ended",
    "hand_over",
    "keep_for",
    "keep_session",
    "kept_session",
    "laboratories_of",
    "leave_case",
    "name_case",
    "nicknames",
    "not_accepted",
    "opens_file",
    "patient",
    "read_answer",
    "receive",
    "require_open",
    "require_own_signature",
    "site_name",
    "take_kept",
    "take_waiting",
    "venues_told",
    "waiting_case",
    "wants_session",
]
