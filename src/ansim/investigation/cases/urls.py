"""Routes of cases."""

from django.urls import path

from ansim.investigation.cases import taking_over_views, views

app_name = "cases"
urlpatterns = [
    path("cases/", views.case_list, name="list"),
    path("views/", views.keep_view, name="keep-view"),
    path("views/<int:view>/drop", views.drop_view, name="drop-view"),
    path("hands/", taking_over_views.take_over, name="take-over"),
    path("cases/<slug:case_ref>/", views.case, name="one"),
]
