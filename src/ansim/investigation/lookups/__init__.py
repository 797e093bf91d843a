"""The one way from the console to the tracer, the vault and the ledger."""

from ansim.accounts.signing_page import SignedAnswer, read_answer, receive, site_name
from ansim.investigation.lookups.connections import book
from ansim.investigation.lookups.desk import Desk, SearchTerms, asked_terms, patient
from ansim.investigation.lookups.from_elsewhere import asked_here
from ansim.investigation.lookups.nicknames import name_case, nicknames, opens_file
from ansim.investigation.lookups.pages import case_frame, case_of, desk_of
from ansim.investigation.lookups.to_sign import (
    hand_over,
    keep_for,
    not_accepted,
    require_own_signature,
    take_kept,
)
from ansim.investigation.lookups.work_session import (
    drop_session,
    keep_session,
    kept_session,
    leave_case,
    take_waiting,
    waiting_case,
)

__all__ = [
    "Desk",
    "SearchTerms",
    "SignedAnswer",
    "asked_here",
    "asked_terms",
    "book",
    "case_frame",
    "case_of",
    "desk_of",
    "drop_session",
    "hand_over",
    "keep_for",
    "keep_session",
    "kept_session",
    "leave_case",
    "name_case",
    "nicknames",
    "not_accepted",
    "opens_file",
    "patient",
    "read_answer",
    "receive",
    "require_own_signature",
    "site_name",
    "take_kept",
    "take_waiting",
    "waiting_case",
]
