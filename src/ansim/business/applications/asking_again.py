"""Ask the tax office about all applications that came while it was silent: at a clerk's key, or by the worker."""

from ansim.accounts.models import Staff
from ansim.business.admission.office_back import Settled, settle, unasked
from ansim.business.applications.tax_office import MOST_A_CALL, TaxOffice


def ask_waiting(office: TaxOffice, staff: Staff | None = None) -> Settled:
    """Ask in hundreds and settle each hundred; the office is asked no further where it is silent still."""
    waiting, back, left, silent = list(unasked()), 0, 0, 0
    for start in range(0, len(waiting), MOST_A_CALL):
        some = waiting[start : start + MOST_A_CALL]
        done = settle(some, office.states([one.entered("number") for one in some]), staff)
        back, left, silent = back + done.given_back, left + done.left, silent + done.silent
        if done.silent and not done.answered:
            silent += len(waiting) - start - len(some)
            break
    return Settled(back, left, silent)
