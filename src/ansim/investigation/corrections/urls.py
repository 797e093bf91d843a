"""Routes of requests for correction."""

from django.urls import path

from ansim.investigation.corrections import views

app_name = "corrections"
urlpatterns = [
    path("corrections/", views.correction_list, name="list"),
    path("corrections/<uuid:correction>/done", views.done, name="done"),
]
