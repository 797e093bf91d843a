"""The fields of a form, and what was refused of it, where the eye is.

A refused form comes back with the first wrong field in focus, which also scrolls there, and with every reason once
more beside the button. The `autofocus` attribute does it: no script is needed.
"""

from typing import Any

from django import forms, template

register = template.Library()


@register.inclusion_tag("portal/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of the form and its errors; `wrong` are the fields that were refused."""
    wrong = [field for field in form if field.errors]
    if wrong:
        wrong[0].field.widget.attrs["autofocus"] = True
    return {"form": form, "wrong": wrong}
