"""What a keeper enters of a member of staff."""

import unicodedata
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.domain.staff_records import RECORD_LIMITS
from ansim.investigation.staff_records.words import REASONS, ROLES

_LINE = r"^[^\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]*$"


class LineField(forms.RegexField):
    """One line in its one written form, without signs that turn it around."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_LINE, max_length=60, **kwargs)

    def clean(self, value: Any) -> Any:
        """NFC, as it is signed."""
        return super().clean(unicodedata.normalize("NFC", value or ""))


class WorkForm(forms.Form):
    """As what, and for whom somebody works."""

    name = LineField(label=_("Name"))
    role = forms.ChoiceField(label=_("Role"))
    agency = LineField(label=_("Agency"), required=False)
    team = LineField(
        label=_("Team"),
        required=False,
        help_text=_("Officers see the cases of their team, approvers those of their agency."),
    )

    def __init__(self, *args: Any, roles: tuple[str, ...] = tuple(ROLES), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one, ROLES[one]) for one in roles]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=choices)


class NewStaffForm(WorkForm):
    """Somebody who is not enrolled yet."""

    login = forms.RegexField(
        r"^[a-z0-9._@-]{3,60}$",
        label=_("Login"),
        help_text=_(
            "3 to 60 of a-z 0-9 . _ @ -. It is no password: everybody signs in with a key."
        ),
    )
    field_order = ("name", "login", "role", "agency", "team")


class DeputyForm(forms.Form):
    """In which role and for which team somebody acts for a while."""

    as_role = forms.ChoiceField(
        label=_("Deputy as"), choices=[(one, ROLES[one]) for one in ("officer", "approver")]
    )
    for_agency = LineField(label=_("Agency"), required=False)
    for_team = LineField(label=_("For the team"), required=False)
    first = forms.DateField(
        label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean(self) -> dict[str, Any]:
        """Days in their order, not over, not too many."""
        data = self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last:
            ahead = self._today + timedelta(days=RECORD_LIMITS.ahead_days)
            if not self._today <= last or not first <= last or first > ahead:
                self.add_error("last", ValidationError(_("These days are over, or in no order.")))
            elif (last - first).days >= RECORD_LIMITS.deputy_days:
                most = {"days": RECORD_LIMITS.deputy_days}
                words = _("A deputy acts %(days)s days at the most.")
                self.add_error("last", ValidationError(words % most))
        return data


class ReturnForm(forms.Form):
    """Why a keeper does not sign. A closed list: free text could say something about somebody."""

    reason = forms.ChoiceField(label=_("Reason"), choices=list(REASONS.items()))
