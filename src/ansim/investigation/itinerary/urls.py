"""Routes of the itinerary."""

from django.urls import path

from ansim.investigation.itinerary import views

app_name = "itinerary"
urlpatterns = [
    path("cases/<slug:case_ref>/itinerary", views.itinerary, name="page"),
    path("cases/<slug:case_ref>/window", views.change_window, name="window"),
]
