"""Routes of cases."""

from django.urls import path

from ansim.investigation.cases import views

app_name = "cases"
urlpatterns = [
    path("cases/", views.case_list, name="list"),
    path("cases/<slug:case_ref>/", views.case, name="one"),
]
