"""Routes of the exposure feed."""

from django.urls import path

from ansim.investigation.feed import alert_views, case_views, views

app_name = "feed"
urlpatterns = [
    path("exposures/", views.standing, name="list"),
    path("exposures/alert", alert_views.from_alert, name="alert"),
    path("exposures/<int:exposure>", views.correct, name="correct"),
    path("exposures/<int:exposure>/withdraw", views.withdraw, name="withdraw"),
    path("cases/<slug:case_ref>/exposures", case_views.of_case, name="case"),
]
