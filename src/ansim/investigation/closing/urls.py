"""Routes of closing a case."""

from django.urls import path

from ansim.investigation.closing import views

app_name = "closing"
urlpatterns = [
    path("cases/<slug:case_ref>/closing", views.closing, name="page"),
    path("cases/<slug:case_ref>/close", views.close, name="close"),
    path("cases/<slug:case_ref>/reopen", views.reopen, name="reopen"),
]
