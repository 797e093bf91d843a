"""Routes of contacts."""

from django.urls import path

from ansim.investigation.contacts import views

app_name = "contacts"
urlpatterns = [path("cases/<slug:case_ref>/contacts", views.contacts, name="list")]
