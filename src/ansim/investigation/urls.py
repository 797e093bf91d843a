"""Routes of the investigation console."""

from django.urls import include, path

urlpatterns = [
    path("", include("ansim.accounts.urls")),
]
