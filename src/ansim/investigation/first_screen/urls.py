"""The route of the first screen."""

from django.urls import path

from ansim.investigation.first_screen import views

urlpatterns = [path("", views.first_screen, name="home")]
