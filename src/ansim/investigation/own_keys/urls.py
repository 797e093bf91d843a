"""Routes of one's own keys."""

from django.urls import path

from ansim.investigation.own_keys import views

app_name = "own_keys"
urlpatterns = [
    path("keys/", views.own_keys, name="list"),
    path("signed/enrolment", views.signed, name="signed"),
]
