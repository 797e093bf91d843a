"""Routes of contacts."""

from django.urls import path

from ansim.investigation.contacts import views

app_name = "contacts"
urlpatterns = [
    path("cases/<slug:case_ref>/contacts", views.contacts, name="list"),
    path("cases/<slug:case_ref>/contacts/classes", views.set_classes, name="classes"),
    path("cases/<slug:case_ref>/contacts/undo", views.undo, name="undo"),
    path("cases/<slug:case_ref>/contacts/rule", views.set_rule, name="rule"),
    path("cases/<slug:case_ref>/contacts/lists", views.keep, name="keep"),
    path("cases/<slug:case_ref>/contacts/elsewhere", views.elsewhere, name="elsewhere"),
]
