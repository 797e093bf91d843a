"""The one route that a laboratory's system asks. It carries nothing about a person: that stands in the body alone."""

from django.urls import path

from ansim.investigation.laboratories import views

app_name = "laboratories"
urlpatterns = [path("api/notifications", views.notify, name="notify")]
