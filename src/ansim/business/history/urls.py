"""Routes of histories."""

from django.urls import path

from ansim.business.history import views

app_name = "history"
urlpatterns = [
    path("venues/<int:venue_id>/history", views.venue, name="venue"),
    path("my/venues/<int:venue_id>/history", views.my_venue, name="my-venue"),
    path("history/applications/<str:application_ref>", views.application, name="application"),
]
