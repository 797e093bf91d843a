"""Routes of what is known of a case."""

from django.urls import path

from ansim.investigation.case_facts import merging_views, views

app_name = "case-facts"
urlpatterns = [
    path("cases/<slug:case_ref>/facts", views.facts, name="page"),
    path("cases/<slug:case_ref>/facts/change", views.change, name="change"),
    path("cases/<slug:case_ref>/facts/onset", views.onset, name="onset"),
    path("cases/<slug:case_ref>/merge", merging_views.merge, name="merge"),
    path("cases/<slug:case_ref>/part", merging_views.part, name="part"),
]
