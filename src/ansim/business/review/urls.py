"""Routes of the queue."""

from django.urls import path

from ansim.business.review import views

app_name = "review"
urlpatterns = [
    path("review/", views.queue_page, name="list"),
    path("review/plain", views.approve_plain, name="plain"),
    path("review/tax-office", views.ask_again, name="ask-again"),
    path("review/<int:application_id>/decision", views.decide, name="decide"),
]
