"""Routes of the look-up ledger."""

from django.urls import path

from ansim.investigation.ledger_pages import views

app_name = "ledger"
urlpatterns = [
    path("cases/<slug:case_ref>/ledger", views.ledger_of_case, name="of-case"),
    path("ledger/", views.ledger, name="all"),
]
