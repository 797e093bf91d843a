"""Routes of the business portal."""

from django.urls import include, path

urlpatterns = [
    path("", include("ansim.business.landing.urls")),
    path("", include("ansim.business.owners.urls")),
    path("", include("ansim.business.venues.urls")),
    path("", include("ansim.business.codes.urls")),
    path("", include("ansim.business.history.urls")),
    path("", include("ansim.business.hours.urls")),
    path("", include("ansim.business.posters.urls")),
    path("", include("ansim.business.reports.urls")),
    path("", include("ansim.business.devices.urls")),
    path("", include("ansim.business.applications.urls")),
    path("", include("ansim.business.review.urls")),
    path("", include("ansim.business.counts.urls")),
    path("", include("ansim.business.announcements.urls")),
    path("", include("ansim.business.proof.urls")),
    path("", include("ansim.business.bulk.urls")),
    path("", include("ansim.business.zones.urls")),
    path("", include("ansim.business.partners.urls")),
    path("", include("ansim.accounts.urls")),
]
handler500 = "ansim.accounts.views.failed"
