"""What is entered about a file, a decision and an order of posters."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ansim.business.bulk import list_limits
from ansim.business.bulk.content import UnfitFileError, is_workbook
from ansim.business.bulk.words import LANGUAGES
from ansim.business.posters.sheets import Sheet
from ansim.business.posters.words import SHEETS
from ansim.domain.venue_lists import PrintForm
from ansim.settings.environment import upload_bytes

_WHOLE, _CHANGES = "whole", "changes"


class FileForm(forms.Form):
    """A file, and whether it is the whole list. `bytes_read` and `workbook` stand after validation."""

    file = forms.FileField(label=_("File (XLSX or CSV)"), allow_empty_file=True)
    reach = forms.ChoiceField(
        label=_("What the file holds"),
        choices=[
            (_WHOLE, _("the whole list: venues that it lacks are proposed for closing")),
            (_CHANGES, _("some venues of the list: nothing is closed that it lacks")),
        ],
        initial=_CHANGES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["business", "name", "file", "reach"])
        self.content, self.workbook = b"", False
        self.fields["file"].help_text = _(
            "Up to %(rows)s rows and %(size)s MB. Excel can save as XLSX or as CSV UTF-8."
        ) % {"rows": f"{list_limits.most_rows():,}", "size": upload_bytes() >> 20}

    def clean_file(self) -> Any:
        """The file, which is a list by its content."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > upload_bytes():
            raise ValidationError(
                _("The file is larger than %(size)s MB. Split the list, or save the list alone.")
                % {"size": upload_bytes() >> 20}
            )
        self.content = file.read()
        try:
            self.workbook = is_workbook(self.content)
        except UnfitFileError as error:
            raise ValidationError(str(error.told)) from None
        return file

    @property
    def whole(self) -> bool:
        """Whether what the file lacks is proposed for closing."""
        return bool(self.cleaned_data["reach"] == _WHOLE)


class BusinessFileForm(FileForm):
    """A head office's file; `businesses` are those for which its reader may bring one."""

    business = forms.ChoiceField(label=_("For which business"))

    def __init__(self, *args: Any, businesses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["business"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 for the type alone
        field.choices = businesses


class ClerkFileForm(FileForm):
    """A clerk's file: of a list that is there, or of a new one."""

    name = forms.CharField(
        label=_("Name of the list"),
        max_length=80,
        help_text=_(
            "A later file under the same name is compared with this one. One name for each source: Seogwipo, bakeries."
        ),
        widget=forms.TextInput(attrs={"list": "lists", "autocomplete": "off"}),
    )


class ApplyForm(forms.Form):
    """The last question before a list is taken in: the number of closings, where they are many."""

    number = forms.CharField(label=_("Number of venues that are closed"), max_length=6)

    def __init__(self, *args: Any, closings: int, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._closings = closings
        if not asked:
            del self.fields["number"]
        else:
            self.fields["number"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
            self.fields["number"].help_text = _(
                "So many closings are rare. If that is meant, type how many venues are ticked."
            )

    def clean_number(self) -> str:
        """The number of closings, typed."""
        typed = str(self.cleaned_data["number"]).strip().replace(",", "")
        if typed != str(self._closings):
            raise ValidationError(
                _("You ticked %(count)s. Type this number, or untick some.")
                % {"count": self._closings}
            )
        return typed


class PosterForm(forms.Form):
    """Which sheets of which rows, in which languages, as what."""

    sheet = forms.ChoiceField(
        label=_("Sheet"), choices=[(sheet.value, SHEETS[sheet][0]) for sheet in Sheet]
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages beside Korean"),
        choices=LANGUAGES,
        initial=[code for code, _name in LANGUAGES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    form = forms.ChoiceField(
        label=_("As"),
        choices=[
            (PrintForm.ZIP.value, _("a ZIP with one PDF a venue, named by row")),
            (PrintForm.PDF.value, _("one PDF")),
        ],
        initial=PrintForm.ZIP.value,
        widget=forms.RadioSelect,
    )
    first = forms.IntegerField(label=_("From row"), min_value=1, max_value=10_000_000)
    last = forms.IntegerField(label=_("To row"), min_value=1, max_value=10_000_000)

    def clean(self) -> dict[str, Any]:
        """Rows in order, and not too many."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first is not None and last is not None:
            if last < first:
                self.add_error("last", _("This row lies before the first one."))
            elif last - first >= list_limits.most_posters():
                self.add_error(
                    "last",
                    _("At most %(most)s rows at a time. Order the rest afterwards.")
                    % {"most": f"{list_limits.most_posters():,}"},
                )
        return given
