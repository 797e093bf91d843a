"""Routes of warrants."""

from django.urls import path

from ansim.investigation.warrants import views

app_name = "warrants"
urlpatterns = [
    path("cases/<slug:case_ref>/warrants", views.warrants_of_case, name="of-case"),
    path("cases/<slug:case_ref>/warrants/new", views.new_warrant, name="new"),
    path("signed/warrant", views.signed, name="signed"),
    path("warrants/", views.waiting, name="waiting"),
    path("warrants/<slug:warrant_ref>", views.warrant, name="one"),
    path("warrants/<slug:warrant_ref>/approve", views.approve, name="approve"),
    path("warrants/<slug:warrant_ref>/return", views.send_back, name="return"),
]
