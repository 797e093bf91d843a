"""The person behind a number that nobody proved: apart from whoever verified it, and found again under the same number."""

from dataclasses import dataclass

from ansim.domain.identifiers import new_person_id
from ansim.domain.quantities import PersonId
from ansim.identity.phones import PhoneError, phone_index, read_phone, unverified_text
from ansim.identity.sealing import Particulars, seal
from ansim.visitor.api.problems import Problem
from ansim.visitor.door.door_desk import DoorDesk
from ansim.visitor.session.addresses import NUMBER_PROBLEMS_BY_FAULT


@dataclass(frozen=True, slots=True)
class Unproven:
    """A number in E.164, its index beside the verified one's, and a fresh person with what is sealed for it."""

    number: str
    index: bytes
    person: PersonId
    sealed: bytes


def read_unproven(text: str) -> str:
    """A number in E.164; one of a fixed line too, as a health officer calls it. Raises Problem."""
    try:
        return read_phone(text)
    except PhoneError as error:
        raise Problem(NUMBER_PROBLEMS_BY_FAULT[error.fault]) from None


def unproven(gateway: DoorDesk, number: str, name: str) -> Unproven:
    """What the database needs to find or make the person."""
    phone_key, vault_key = gateway.phone_key, gateway.vault_key
    person = new_person_id()
    sealed = seal(vault_key, person, Particulars(number, name, unverified=True))
    return Unproven(number, phone_index(phone_key, unverified_text(number)), person, sealed)
