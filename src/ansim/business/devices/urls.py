"""Routes of a venue's devices."""

from django.urls import path

from ansim.business.devices import views

app_name = "devices"
urlpatterns = [
    path("venues/<int:venue_id>/devices", views.devices, name="list"),
    path("venues/<int:venue_id>/devices/<int:device_id>/revoke", views.revoke, name="revoke"),
    path("venues/<int:venue_id>/call-number", views.call_number, name="call-number"),
    path("my/venues/<int:venue_id>/devices", views.my_devices, name="my-list"),
    path(
        "my/venues/<int:venue_id>/devices/<int:device_id>/revoke",
        views.my_revoke,
        name="my-revoke",
    ),
]
