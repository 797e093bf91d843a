"""Who may sign in, and to what, as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Staff, their roles and keys, and what they did."""

    name = "ansim.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
