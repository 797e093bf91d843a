"""Routes of surge modes."""

from django.urls import path

from ansim.investigation.surge import views

app_name = "surge"
urlpatterns = [
    path("surge/", views.decide, name="decide"),
    path("surge/<int:decision>/end", views.end, name="end"),
]
