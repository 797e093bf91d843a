"""Routes of head counts."""

from django.urls import path

from ansim.business.counts import views

app_name = "counts"
urlpatterns = [
    path("my/venues/<int:venue_id>/counts", views.page, name="page"),
]
