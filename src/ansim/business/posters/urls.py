"""Routes of posters."""

from django.urls import path, register_converter

from ansim.business.posters import views
from ansim.business.posters.sheets import Sheet


class SheetConverter:
    """A sheet by its name in the address."""

    regex = "|".join(Sheet)

    def to_python(self, value: str) -> Sheet:
        """The sheet of a name that `regex` let through."""
        return Sheet(value)

    def to_url(self, value: Sheet) -> str:
        """The name of a sheet."""
        return str(value)


register_converter(SheetConverter, "sheet")

app_name = "posters"
urlpatterns = [
    path("venues/<int:venue_id>/poster", views.page, name="page"),
    path("venues/<int:venue_id>/poster/<sheet:sheet>.pdf", views.sheet_pdf, name="pdf"),
    path("venues/<int:venue_id>/poster/code.svg", views.code_svg, name="svg"),
    path("venues/<int:venue_id>/poster/code.png", views.code_png, name="png"),
    path("my/venues/<int:venue_id>/poster", views.my_page, name="my-page"),
    path("my/venues/<int:venue_id>/poster/<sheet:sheet>.pdf", views.my_sheet_pdf, name="my-pdf"),
    path("my/venues/<int:venue_id>/poster/code.svg", views.my_code_svg, name="my-svg"),
    path("my/venues/<int:venue_id>/poster/code.png", views.my_code_png, name="my-png"),
]
