"""Routes of campaigns. A campaign is named by its mark; no route carries anything about a person."""

from django.urls import path

from ansim.investigation.campaigns import signing_views, views

app_name = "campaigns"
urlpatterns = [
    path("cases/<slug:case_ref>/messages", views.of_case, name="of-case"),
    path("cases/<slug:case_ref>/messages/new", signing_views.new_campaign, name="new"),
    path("signed/campaign", signing_views.signed, name="signed"),
    path("messages/", views.waiting, name="waiting"),
    path("messages/<slug:mark>", views.campaign, name="one"),
    path("messages/<slug:mark>/find", views.find, name="find"),
    path("messages/<slug:mark>/answer", views.answer_by_phone, name="answer"),
    path("messages/<slug:mark>/approve", signing_views.approve, name="approve"),
    path("messages/<slug:mark>/correct", signing_views.correct, name="correct"),
    path("messages/<slug:mark>/pause", views.pause_or_resume, name="pause"),
    path("messages/<slug:mark>/stop", views.stop_sending, name="stop"),
]
