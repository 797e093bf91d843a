"""Routes of work lists. A list is named by its number alone: what names people is a call within a session."""

from django.urls import path

from ansim.investigation.work_lists import views

app_name = "work_lists"
urlpatterns = [
    path("cases/<slug:case_ref>/lists/<int:list_id>", views.work_list, name="one"),
    path("cases/<slug:case_ref>/lists/<int:list_id>/show", views.show, name="show"),
    path("cases/<slug:case_ref>/lists/<int:list_id>/call", views.call, name="call"),
]
