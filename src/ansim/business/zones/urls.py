"""Routes of what a place is made of."""

from django.urls import path

from ansim.business.zones import site_views, views

app_name = "zones"
urlpatterns = [
    path("my/venues/<int:venue_id>/zones", views.parts, name="list"),
    path("my/venues/<int:venue_id>/zones/add", views.add, name="add"),
    path("my/venues/<int:venue_id>/rename", views.change_name, name="rename"),
    path("my/venues/<int:venue_id>/move", views.move, name="move"),
    path("my/venues/<int:venue_id>/entrances/add", views.add_door, name="add-entrance"),
    path("my/entrances/<int:entrance_id>/seen", views.door_seen, name="entrance-seen"),
    path("my/entrances/<int:entrance_id>/gone", views.door_gone, name="entrance-gone"),
    path("my/venues/<int:venue_id>/site", site_views.ask, name="ask-site"),
    path("my/parts/<int:tenancy_id>/agree", site_views.agree, name="agree"),
    path("my/parts/<int:tenancy_id>/end", site_views.part, name="part"),
    path("parts/", site_views.requests, name="requests"),
    path("parts/<int:tenancy_id>/agree", site_views.clerk_agree, name="clerk-agree"),
    path("parts/<int:tenancy_id>/end", site_views.clerk_part, name="clerk-part"),
]
