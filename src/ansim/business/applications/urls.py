"""Routes of applications."""

from django.urls import path

from ansim.business.applications import leaflet, pin, place_code_views, views, wish_views

app_name = "applications"
urlpatterns = [
    path("apply/", views.new, name="new"),
    path("apply/state", views.state_by_number, name="state"),
    path("apply/duty/<language>.pdf", leaflet.sheet, name="duty-pdf"),
    path("apply/duty/<language>", leaflet.page, name="duty"),
    path("applications/", views.applications, name="list"),
    path("applications/<int:application_id>/", views.one, name="one"),
    path("applications/<int:application_id>/form", views.edit, name="edit"),
    path("applications/<int:application_id>/pin", pin.pin, name="pin"),
    path("applications/<int:application_id>/code", place_code_views.place_code, name="place-code"),
    path("applications/<int:application_id>/withdrawn", views.end, name="withdraw"),
    path("my/venues/<int:venue_id>/wish", wish_views.wish, name="wish"),
    path(
        "my/venues/<int:venue_id>/wish/withdrawn",
        wish_views.wish_withdrawn,
        name="withdraw-wish",
    ),
]
