"""Routes of staff records. None carries a name: that stands in the signed text alone."""

from django.urls import path

from ansim.investigation.staff_records import agreeing, proposing, views

app_name = "staff_records"
urlpatterns = [
    path("staff/", views.everybody, name="all"),
    path("staff/new", proposing.new, name="new"),
    path("staff/<slug:staff_ref>/", proposing.one, name="one"),
    path("staff/proposals/<slug:proposal_ref>/sign", agreeing.sign, name="sign"),
    path("staff/proposals/<slug:proposal_ref>/return", agreeing.give_back, name="return"),
    path("signed/staff-record", agreeing.signed, name="signed"),
]
