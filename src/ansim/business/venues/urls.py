"""Routes of venues."""

from django.urls import path

from ansim.business.venues import about_views, handover_views, life_views, place_views, views

app_name = "venues"
urlpatterns = [
    path("venues/", views.venue_list, name="list"),
    path("venues/<int:venue_id>/", views.venue, name="one"),
    path("venues/<int:venue_id>/about", about_views.about, name="about"),
    path("my/venues/<int:venue_id>/about", about_views.my_about, name="my-about"),
    path("venues/<int:venue_id>/close", life_views.close, name="close"),
    path("venues/<int:venue_id>/reopen", life_views.reopen, name="reopen"),
    path("venues/<int:venue_id>/days", life_views.days, name="days"),
    path("my/venues/<int:venue_id>/close", life_views.my_close, name="my-close"),
    path("my/venues/<int:venue_id>/reopen", life_views.my_reopen, name="my-reopen"),
    path("my/venues/<int:venue_id>/days", life_views.my_days, name="my-days"),
    path("my/venues/<int:venue_id>/staffing", life_views.my_staffing, name="my-staffing"),
    path("my/venues/<int:venue_id>/hand-over", handover_views.hand_over, name="hand-over"),
    path("my/take", handover_views.take, name="take"),
    path("my/take/confirm", handover_views.take_confirm, name="take-confirm"),
    path("my/venues/<int:venue_id>/places", place_views.my_places, name="my-places"),
    path("my/venues/<int:venue_id>/places/set", place_views.set_place, name="set-place"),
    path("my/venues/<int:venue_id>/places/again", place_views.same_again, name="same-again"),
]
