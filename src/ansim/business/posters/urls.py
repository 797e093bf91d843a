"""Routes of posters."""

from django.urls import path

from ansim.business.posters import views

app_name = "posters"
urlpatterns = [path("venues/<int:venue_id>/poster", views.poster, name="page")]
