"""Routes that change codes."""

from django.urls import path

from ansim.business.codes import views

app_name = "codes"
urlpatterns = [
    path("venues/<int:venue_id>/code", views.reissue, name="reissue"),
    path("venues/<int:venue_id>/code/revoke", views.revoke, name="revoke"),
    path("my/venues/<int:venue_id>/code", views.my_reissue, name="my-reissue"),
    path("my/venues/<int:venue_id>/code/revoke", views.my_revoke, name="my-revoke"),
]
