"""Routes of reports."""

from django.urls import path

from ansim.business.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.report_list, name="list"),
    path("reports/<int:report_id>/settled", views.settle, name="settle"),
]
