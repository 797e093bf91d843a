"""Routes of the investigation console. No route carries anything about a person, only marks of cases and warrants."""

from django.urls import include, path

from ansim.investigation.views import cases, contacts, ledger, warrants

urlpatterns = [
    path("", cases.home, name="home"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/new", cases.new_case, name="new-case"),
    path("cases/<slug:case_ref>/", cases.case, name="case"),
    path("cases/<slug:case_ref>/itinerary", cases.itinerary, name="itinerary"),
    path("cases/<slug:case_ref>/window", cases.change_window, name="change-window"),
    path("cases/<slug:case_ref>/contacts", contacts.contacts, name="contacts"),
    path("cases/<slug:case_ref>/identities", contacts.identities, name="identities"),
    path("cases/<slug:case_ref>/warrants", warrants.warrants_of_case, name="warrants"),
    path("cases/<slug:case_ref>/warrants/new", warrants.new_warrant, name="new-warrant"),
    path("cases/<slug:case_ref>/ledger", ledger.ledger_of_case, name="case-ledger"),
    path("warrants/", warrants.waiting, name="waiting"),
    path("warrants/<slug:warrant_ref>", warrants.warrant, name="warrant"),
    path("warrants/<slug:warrant_ref>/approve", warrants.approve, name="approve"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("", include("ansim.accounts.urls")),
]
