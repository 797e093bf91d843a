"""Routes of names."""

from django.urls import path

from ansim.investigation.identities import views

app_name = "identities"
urlpatterns = [
    path("cases/<slug:case_ref>/identities", views.identities, name="open"),
    path("signed/opening", views.signed, name="signed"),
    path("signed/work-list", views.list_signed, name="list-signed"),
]
