"""Routes that change codes."""

from django.urls import path

from ansim.business.codes import views

app_name = "codes"
urlpatterns = [
    path("venues/<int:venue_id>/code", views.reissue, name="reissue"),
    path("venues/<int:venue_id>/code/revoke", views.revoke, name="revoke"),
]
