"""The front page's route."""

from django.urls import path

from ansim.business.landing import views

app_name = "landing"
urlpatterns = [path("", views.landing, name="page")]
