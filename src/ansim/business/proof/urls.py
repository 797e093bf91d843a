"""Routes of the proof of duty."""

from django.urls import path

from ansim.business.proof import views

app_name = "proof"
urlpatterns = [
    path("my/venues/<int:venue_id>/proof", views.page, name="page"),
    path("my/venues/<int:venue_id>/proof/<str:language>.pdf", views.sheet, name="sheet"),
    path("my/venues/<int:venue_id>/proof/hung", views.hung, name="hung"),
    path("my/venues/<int:venue_id>/proof/log", views.log_kept, name="log"),
    path("my/duty-records/<int:record_id>/destroyed", views.destroyed, name="destroyed"),
    path("my/duty-records/<int:record_id>/taken-back", views.take_back, name="take-back"),
]
