"""Routes of notifications. None carries a number: that stands in the signed text alone."""

from django.urls import path

from ansim.investigation.notifications import patient_views, training_views, views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.waiting, name="waiting"),
    path("notifications/new", views.new, name="new"),
    path("notifications/training", training_views.training, name="training"),
    path("notifications/patient", patient_views.ask, name="ask"),
    path("notifications/patient/code", patient_views.answer, name="answer"),
    path("notifications/<slug:case_ref>/take", views.take, name="take"),
    path("signed/notification", views.signed, name="signed"),
]
