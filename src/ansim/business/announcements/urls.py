"""Routes of announcements."""

from django.urls import path

from ansim.business.announcements import views

app_name = "announcements"
urlpatterns = [
    path("announcements/", views.written, name="list"),
    path("announcements/new", views.write, name="write"),
    path("announcements/<int:announcement_id>/withdrawn", views.withdraw, name="withdraw"),
    path("my/announcements/", views.my_list, name="my-list"),
    path("my/announcements/<int:announcement_id>/read", views.mark_read, name="read"),
]
