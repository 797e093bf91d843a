"""Routes of the itinerary. A stay goes by a mark that says nothing of where or when."""

from django.urls import path

from ansim.investigation.itinerary import file_views, places_to_sign, stay_views, views

app_name = "itinerary"
urlpatterns = [
    path("cases/<slug:case_ref>/itinerary", views.itinerary, name="page"),
    path("cases/<slug:case_ref>/map", views.way, name="map"),
    path("cases/<slug:case_ref>/window", views.change_window, name="window"),
    path("cases/<slug:case_ref>/stays/new", stay_views.new_stay, name="new-stay"),
    path("cases/<slug:case_ref>/stays/file", file_views.stays_from_file, name="file"),
    path("cases/<slug:case_ref>/stays/merge", stay_views.merge_stays, name="merge"),
    path("cases/<slug:case_ref>/stays/undo", stay_views.undo, name="undo"),
    path("cases/<slug:case_ref>/stays/sign", places_to_sign.sign, name="sign"),
    path("cases/<slug:case_ref>/stays/<slug:stay_ref>", stay_views.correct, name="correct"),
    path("cases/<slug:case_ref>/stays/<slug:stay_ref>/split", stay_views.split_stay, name="split"),
    path("cases/<slug:case_ref>/stays/<slug:stay_ref>/remove", stay_views.remove, name="remove"),
    path(
        "cases/<slug:case_ref>/stays/<slug:stay_ref>/present",
        places_to_sign.present,
        name="present",
    ),
    path("places/", places_to_sign.waiting, name="waiting"),
    path("places/<slug:places_ref>/agree", places_to_sign.agree, name="agree"),
    path("signed/places", places_to_sign.signed, name="signed"),
]
