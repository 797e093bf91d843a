"""Routes of opening hours."""

from django.urls import path

from ansim.business.hours import views

app_name = "hours"
urlpatterns = [
    path("my/venues/<int:venue_id>/hours", views.hours, name="my-hours"),
]
