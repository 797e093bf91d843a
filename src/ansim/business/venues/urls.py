"""Routes of venues."""

from django.urls import path

from ansim.business.venues import views

app_name = "venues"
urlpatterns = [
    path("venues/", views.venue_list, name="list"),
    path("venues/<int:venue_id>/", views.venue, name="one"),
]
