"""The sign-in form."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.accounts import throttle
from ansim.accounts.models import Staff


class SignInForm(forms.Form):
    """Login and password. `staff` is set once both fit; the answer never tells which of them did not."""

    login = forms.CharField(
        label=_("Login"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    staff: Staff | None = None

    def __init__(self, *args: Any, network: str = "", **kwargs: Any) -> None:
        """`network` is the block that the request came from: tries are counted by it, too."""
        super().__init__(*args, **kwargs)
        self._network = network

    def clean(self) -> dict[str, Any]:
        """Check both together, behind the throttle."""
        login = str(self.cleaned_data.get("login", "")).strip().lower()
        password = str(self.cleaned_data.get("password", ""))
        if not (login and password):
            return self.cleaned_data
        # By login and network, so that a stranger's tries shut nobody out; by network before a password is hashed.
        whose = f"{login}\0{self._network}"
        if throttle.is_closed("sign-in", whose) or throttle.is_closed(
            "sign-in-from", self._network, throttle.NETWORK_LIMIT
        ):
            raise ValidationError(_("Too many failed tries. Please wait 15 minutes and try again."))
        staff = Staff.objects.filter(login=login, portal=settings.PORTAL, is_active=True).first()
        if staff is None:
            make_password(password)  # an unknown login takes as long as a wrong password
        if staff is None or not staff.check_password(password):
            throttle.note_failure("sign-in", whose)
            throttle.note_failure("sign-in-from", self._network)
            raise ValidationError(_("Login and password do not fit together."))
        throttle.forget_failures("sign-in", whose)
        self.staff = staff
        return self.cleaned_data
