"""A partner's system applies: the same form, checks and clerks as an owner's page, by one business for itself."""

from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict

from ansim.business.admission.deciding import AlreadyDecidedError
from ansim.business.applications.forms import ApplicationForm, draft_of
from ansim.business.applications.handing_in import (
    choose_address,
    set_pin,
    shown_by,
    submit,
    write_address,
)
from ansim.business.applications.registers import address_book, tax_office
from ansim.business.applications.tax_office import Claim
from ansim.business.applications.words import Way
from ansim.business.models import ApiKey, Membership, Owner, VenueApplication
from ansim.business.particulars_form import ParticularsForm
from ansim.business.partners import problems
from ansim.business.partners.problems import FieldFault, RefusedError
from ansim.business.partners.wire import NewApplication
from ansim.domain.members import MemberRole, Right, roles_with
from ansim.domain.registration import Shown, TaxState

_SAME: Final = ("name", "phone", "address_more", "number", "representative", "about", "name_en")
_NAMES: Final = {"address_words": "address"}  # of the form → of the API


def apply(
    key: ApiKey, asked: NewApplication, returned: VenueApplication | None = None
) -> VenueApplication:
    """Hand an application in for the key's business, or anew one that came back. Raises RefusedError with every fault.

    The tax office is asked within the caller's transaction, so that a request that comes again asks it once.
    """
    way = _way(asked)
    posted = _posted(asked)
    form = ApplicationForm(way, posted)
    if not form.is_valid():
        raise RefusedError(problems.WRONG_FIELD, errors=_faults(form))
    application = returned or VenueApplication(
        owner=_responsible(key), business=key.business, api_key=key
    )
    application.form = {"way": way.value}  # what came back is replaced whole
    application.form = draft_of(posted, application)
    given = form.cleaned_data
    for name in ("number", "phone", "opens", "closes", "capacity", "floor_area"):
        if name in given:
            application.form[name] = given[name]
    _settle_place(application.form, asked)
    shown, tries = Shown(TaxState.NOT_ASKED), 0
    if way is Way.NUMBER:
        claim = Claim(given["number"], given["opened"], given["representative"].strip())
        shown, tries = shown_by(tax_office(), claim)
        if shown.tax is TaxState.CLOSED:
            raise RefusedError(problems.TAX_CLOSED)
    if returned is None:
        application.save()
    try:
        submit(application, shown, tries)
    except AlreadyDecidedError:
        raise RefusedError(problems.NOT_RETURNED) from None
    application.refresh_from_db()
    return application


def read_venue_phone(text: str) -> str:
    """A number that can be called, with its hyphens. Raises RefusedError."""
    form = _PhoneForm({"phone": text})
    if not form.is_valid():
        raise RefusedError(problems.WRONG_FIELD, errors=_faults(form))
    return str(form.cleaned_data["phone"])


class _PhoneForm(forms.Form):
    phone = ParticularsForm.base_fields["phone"]


def _way(asked: NewApplication) -> Way:
    if asked.number:
        return Way.NUMBER
    return Way.EVENT if asked.valid_from or asked.valid_until else Way.WITHOUT


def _posted(asked: NewApplication) -> QueryDict:
    """The fields as the page would send them."""
    values: dict[str, list[str]] = {name: [getattr(asked, name)] for name in _SAME}
    values |= {
        "kind": [asked.kind.value],
        "address_words": [asked.address],
        "opened": [_day(asked.opened)],
        "valid_from": [_day(asked.valid_from)],
        "valid_until": [_day(asked.valid_until)],
        "opens": [asked.opens],
        "closes": [asked.closes],
        "closed_days": list(asked.closed_days),
        "holidays": [asked.holidays],
        "indoor": ["" if asked.indoor is None else "yes" if asked.indoor else "no"],
        "unmanned": ["on" if asked.unmanned else ""],
        "mobile": ["on" if asked.mobile else ""],
    }
    for name in ("capacity", "floor_area", "ventilation"):
        number = getattr(asked, name)
        values[name] = ["" if number is None else str(number)]
    posted = QueryDict(mutable=True)
    for name, of_field in values.items():
        posted.setlist(name, of_field)
    return posted


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _faults(form: forms.Form) -> list[FieldFault]:
    return [
        FieldFault(f"/{_NAMES.get(name, name)}", " ".join(str(line) for line in lines))
        for name, lines in form.errors.items()
    ]


def _settle_place(draft: dict[str, Any], asked: NewApplication) -> None:
    """The address as the address service knows it, where one fits; the caller's pin, where there is one."""
    book = address_book()
    found = book.search(asked.address)
    if len(found.addresses) == 1 and found.total == 1:
        choose_address(draft, found.addresses[0], book)
    else:
        write_address(draft, asked.address)
    if asked.latitude is not None and asked.longitude is not None:
        set_pin(draft, asked.latitude, asked.longitude)


def _responsible(key: ApiKey) -> Owner:
    """Whom clerks can call: who made the key while they may still, else whoever has decided for the business longest."""
    parts = Membership.objects.select_related("owner").filter(business=key.business_id, until=None)
    maker = parts.filter(owner=key.maker_id, role__in=roles_with(Right.API_KEY_CHANGE)).first()
    part = maker or parts.filter(role=MemberRole.OWNER.value).order_by("since", "pk").first()
    if part is None:
        raise RefusedError(problems.NOBODY)
    return part.owner
