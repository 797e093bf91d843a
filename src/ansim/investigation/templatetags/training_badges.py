"""The mark of a training case in lists: `{{ ref|training_badge }}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ansim.domain.training import is_training

register = template.Library()


@register.filter
def training_badge(case_ref: str) -> str | SafeString:
    """A badge beside the mark of a training case, nothing beside any other."""
    if not is_training(case_ref):
        return ""
    return format_html(' <span class="badge warn">{}</span>', _("Training"))
