"""Routes of the business portal."""

from django.urls import include, path

from ansim.business import views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("venues/", views.venue_list, name="venues"),
    path("venues/<int:venue_id>/", views.venue, name="venue"),
    path("venues/<int:venue_id>/poster", views.poster, name="poster"),
    path("venues/<int:venue_id>/code", views.reissue_code, name="reissue-code"),
    path("venues/<int:venue_id>/code/revoke", views.revoke_code, name="revoke-code"),
    path("", include("ansim.accounts.urls")),
]
