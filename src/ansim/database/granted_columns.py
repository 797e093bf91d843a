"""What grants name in groups: columns, where a table is shown in part, and tables on which somebody may do the same."""

from typing import Final

from ansim.settings.environment import Process

SHOWN_OF_DEVICES: Final = (
    "id",
    "venue_id",
    "kind",
    "label",
    "pairing_until",
    "made_at",
    "paired_at",
    "last_used_at",
    "revoked_at",
)

# Where a message goes; by `reference` one that is queued again is known.
ADDRESSED: Final = ("id", "reference", "owner_id", "sealed", "bound_to", "state", "good_until")

QUEUED: Final = (
    "reference",
    "template",
    "language",
    "owner_id",
    "sealed",
    "bound_to",
    "params",
    "due_at",
    "good_until",
)

COLUMNS_OF_LISTS: Final = (
    "external_id",
    "name",
    "name_en",
    "category",
    "address",
    "district",
    "latitude",
    "longitude",
    "phone",
    "kind_of_site",
)

CHANGED_BY_LISTS: Final = (*COLUMNS_OF_LISTS, "closed_at", "updated_at")
# Of an application whose number the tax office answered about at last.
GIVEN_BACK: Final = (
    *("state", "checks", "reason", "words"),
    *("decided_by_id", "decided_at", "changed_at"),
)
STEPS_TAKEN: Final = ("application_id", "at", "state", "staff_id", "reason", "words")
ENDED_TASKS: Final = ("cancel_at", "ended_at", "outcome")
TOLD_OF_DUTIES: Final = ("id", "venue_id", "kind", "day", "until", "log_id", "taken_back_at")

# All of a venue but the secret of its rotating code.
TOLD_OF_VENUES: Final = (
    *COLUMNS_OF_LISTS,
    *("id", "parent_id", "business_id", "created_at", "updated_at", "closed_at"),
    *("capacity", "floor_area", "indoor", "ventilation", "mobile", "unmanned"),
    *("opening_hours", "opening_days", "valid_from", "valid_until"),
    *("granted_from", "granted_until", "parted_at"),
)
# Of a warrant that was asked for the vault changes what its second signature adds.
SECOND_SIGNATURE: Final = ("approver", "approver_key", "approval", "approved_at")
# Of a campaign it changes that too, how often numbers were opened for it, and its stop.
CHANGED_OF_CAMPAIGNS: Final = (*SECOND_SIGNATURE, "opened", "stopped_at")
# Tables whose rows the vault reads, adds and forgets.
OWN_OF_THE_VAULT: Final = (
    "used_text",
    "known_case",
    "side",
    "session",
    "warrant",
    "opening",
    "notification",
    "laboratory_notification",
    "patient_code",
    "staff_proposal",
    "work_list",
    "waiting_places",
    "campaign",
)
# Staff are added, moved and barred under two keepers' signatures (ADR 43); keys come in by a one-time word.
_RECORD: Final = ("role", "agency", "team")
_DECIDED: Final = (
    "state",
    "reason",
    "decided_by",
    "decided_key",
    "agreement",
    "agreed_text",
    "decided_at",
)
KEEPERS_AT_THE_VAULT: Final = (
    ("INSERT", "vault.staff", ("ref", *_RECORD, "version")),
    ("UPDATE", "vault.staff", (*_RECORD, "version", "barred_at")),
    ("INSERT", "vault.enrolment_word", ()),
    ("UPDATE", "vault.enrolment_word", ("key", "expires_at")),
    ("UPDATE", "vault.staff_proposal", _DECIDED),
    ("SELECT, DELETE", "vault.deputy", ()),
    ("INSERT", "vault.deputy", ("staff", *_RECORD, "since", "until")),
    ("UPDATE", "vault.deputy", ("ended_at",)),
    ("SELECT", "vault.hat", ()),
)
KEEPERS_IN_ACCOUNTS: Final[tuple[tuple[Process, str, str], ...]] = (
    ("investigation", "SELECT", "public.accounts_deputy"),
    ("vault", "EXECUTE", "public.accounts_named_staff"),
    ("vault", "EXECUTE", "public.accounts_keep_staff"),
    ("vault", "EXECUTE", "public.accounts_keep_deputy"),
    ("vault", "EXECUTE", "public.accounts_end_deputies"),
)
# Tables whose rows the vault reads and adds, and changes in a column or two at most.
CHANGED_BY_THE_VAULT: Final = ("staff_key", "places", "work_list_person", "campaign_person")
# Tables of the console whose rows it reads and adds; those of a case go with the work on it.
OF_CASES: Final = (
    "casecontact",
    "casemerge",
    "surgedecision",
    "staystep",
    "stayversion",
    "warrantrecord",
    "warrantsignature",
    "warrantreturn",
    "worklistrecord",
    "worklistentry",
    "contactcall",
    "campaignrecord",
    "campaignentry",
    "contactrulestep",
    "contactclassstep",
    "contactlist",
)
STATE_OF_DELIVERY: Final = ("state", "due_at", "tries", "handed_at", "error")
CHANGED_OF_CASES: Final = (
    *("window_start", "window_end", "onset_date", "owner_id"),
    *("nickname", "age_band", "district"),
    *("itinerary_at", "contacts_at", "warrant_at", "names_at"),
)
ENDED_SURGES: Final = ("ended_at", "ended_by_id")
UNDONE: Final = ("undone_at", "undone_by_id")
TRACED_OF_VENUES: Final = (
    *("id", "parent_id", "business_id", "category", "mobile"),
    *("latitude", "longitude", "opening_hours", "opening_days"),
)
SHOWN_OF_MESSAGES: Final = (
    *("id", "reference", "template", "owner_id", "webhook_id"),
    *("created_at", "state", "error"),
)
# Whether another signature is wanted the vault says as it takes a campaign in.
AGREED: Final = ("needs_two", "agreed_by_id", "agreed_at")
QUEUE_OF_THE_SENDER: Final = ("campaign", "campaign_message", "early_receipt")
# The internet writes answers down and reads none; whoever settles them learns how many there were; the console alone reads
# what they say, whose message it is and who took it down, but neither reference nor proof.
ABOUT_ANSWERS: Final[tuple[tuple[Process, str, str, tuple[str, ...]], ...]] = (
    ("gateway", "EXECUTE", "notices.put_answer", ()),
    ("sender", "EXECUTE", "notices.settle_answer", ()),
    ("investigation", "EXECUTE", "notices.settle_answer", ()),
    ("investigation", "EXECUTE", "notices.enter_answer", ()),
    (
        "investigation",
        "SELECT",
        "notices.answer",
        ("id", "at", "message", "staff_ref", "not_me", "test_on", "symptoms", "language"),
    ),
)
# All of a message but what the channel calls it.
TOLD_OF_SENDING: Final = (
    *(
        "id",
        "campaign",
        "number",
        "channel",
        "reference",
        "state",
        "why",
        "language",
        "form",
        "parts",
    ),
    *("tries", "due_at", "begun_at", "handed_at", "settled_at"),
)

# Functions of the log of visits by which the gateway stores what phones and devices send.
OF_THE_DOOR: Final = (
    "record_check_ins",
    "record_leavings",
    "what_stands",
    "hold_entry",
    "undo_entry",
    "settle_entries",
    "count_of_day",
    "what_stands_late",
    "store_late",
    "hold_late",
    "undo_late",
)
# Of a visit, for the tracer.
TRACED_VISITS: Final = (
    "day",
    "venue_id",
    "id",
    "tag",
    "entered_at",
    "left_at",
    "party",
    "method",
    "evidence",
    "seq",
)
