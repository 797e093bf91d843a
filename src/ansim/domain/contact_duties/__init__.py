"""What is asked of contacts, by disease and period: dated rules with their sources, and the moments that follow from them."""

from ansim.domain.contact_duties.duties import (
    ContactDuties,
    ContactDutiesError,
    Watching,
    days_of_tests,
    duties_as_stored,
    duties_from_stored,
    duties_on,
    ends_at,
)

__all__ = [
    "ContactDuties",
    "ContactDutiesError",
    "Watching",
    "days_of_tests",
    "duties_as_stored",
    "duties_from_stored",
    "duties_on",
    "ends_at",
]
