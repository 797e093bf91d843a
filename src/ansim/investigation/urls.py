"""Routes of the investigation console. No route carries anything about a person, only marks of cases and warrants."""

from django.urls import include, path

from ansim.investigation.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("ansim.investigation.surge.urls")),
    path("", include("ansim.investigation.cases.urls")),
    path("", include("ansim.investigation.case_facts.urls")),
    path("", include("ansim.investigation.notifications.urls")),
    path("", include("ansim.investigation.laboratories.urls")),
    path("", include("ansim.investigation.itinerary.urls")),
    path("", include("ansim.investigation.contacts.urls")),
    path("", include("ansim.investigation.identities.urls")),
    path("", include("ansim.investigation.work_lists.urls")),
    path("", include("ansim.investigation.campaigns.urls")),
    path("", include("ansim.investigation.warrants.urls")),
    path("", include("ansim.investigation.grants.urls")),
    path("", include("ansim.investigation.closing.urls")),
    path("", include("ansim.investigation.corrections.urls")),
    path("", include("ansim.investigation.feed.urls")),
    path("", include("ansim.investigation.staff_records.urls")),
    path("", include("ansim.investigation.ledger_pages.urls")),
    path("", include("ansim.accounts.urls")),
]
handler500 = "ansim.accounts.views.failed"
