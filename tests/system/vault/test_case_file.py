"""The file of a case at the vault, asked over its socket as a console in foreign hands would ask it."""

import secrets
from functools import partial

import pytest

from ansim.domain.shift_grants import ShiftGrant
from ansim.domain.signed_texts import write_text
from ansim.identity.sessions.calls import BeginSession
from ansim.identity.sessions.case_file_calls import FieldText
from ansim.identity.staff.closing_calls import CloseCase, ReopenCase
from support.grants import text_fields
from support.rights import Rights, refused

WORDS = [FieldText("nickname", "결혼식 손님".encode()), FieldText("note/1", b"")]


@pytest.fixture
def session(rights: Rights) -> bytes:
    text = write_text(ShiftGrant(**text_fields(cases=(rights.case,))))
    signed = BeginSession(text, rights.staff["officer"].sign(text))
    return rights.vault.begin_session(signed).session


def sealed(rights: Rights, session: bytes) -> list[FieldText]:
    texts = rights.vault.seal_for_case(session, rights.case, WORDS)
    return [FieldText(one.field, text) for one, text in zip(WORDS, texts, strict=True)]


def test_a_session_seals_and_opens_what_its_officer_writes(rights: Rights, session: bytes) -> None:
    kept = sealed(rights, session)
    assert not [one for one, word in zip(kept, WORDS, strict=True) if one.text == word.text]
    opened = rights.vault.unseal_for_case(session, rights.case, kept)
    assert opened == [one.text for one in WORDS]


def test_without_a_session_of_the_case_nothing_is_sealed_or_opened(
    rights: Rights, session: bytes
) -> None:
    kept = sealed(rights, session)
    for other, case in ((secrets.token_bytes(16), rights.case), (session, "2611-ZZZZZ")):
        for call, texts in (
            (rights.vault.unseal_for_case, kept),
            (rights.vault.seal_for_case, WORDS),
        ):
            refused("case-not-in-session", partial(call, other, case, texts))
    swapped = [FieldText("nickname", kept[1].text)]
    unseal = rights.vault.unseal_for_case
    refused("case-file", lambda: unseal(session, rights.case, swapped))


def test_a_closed_case_keeps_its_file_shut(rights: Rights, session: bytes) -> None:
    kept = sealed(rights, session)
    officer = rights.staff["officer"].ref
    assert rights.vault.close_case(CloseCase(rights.case, officer))
    try:
        unseal = rights.vault.unseal_for_case
        refused("case-not-in-session", lambda: unseal(session, rights.case, kept))
    finally:
        assert rights.vault.reopen_case(ReopenCase(rights.case, officer))
