"""Routes of the first screen and of surge modes."""

from django.urls import path

from ansim.investigation.first_screen import surge_views, views

urlpatterns = [
    path("", views.first_screen, name="home"),
    path("surge/", surge_views.decide, name="surge"),
    path("surge/<int:decision>/end", surge_views.end, name="surge-end"),
]
