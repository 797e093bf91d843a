"""Routes of grants."""

from django.urls import path

from ansim.investigation.grants import views

app_name = "grants"
urlpatterns = [
    path("shift/", views.new_grant, name="new"),
    path("shift/end", views.end, name="end"),
    path("signed/grant", views.signed, name="signed"),
]
