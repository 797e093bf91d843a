"""Routes of the queue."""

from django.urls import path

from ansim.business.review import views, wish_pages

app_name = "review"
urlpatterns = [
    path("review/", views.queue_page, name="list"),
    path("review/plain", views.approve_plain, name="plain"),
    path("review/tax-office", views.ask_again, name="ask-again"),
    path("review/<int:application_id>/decision", views.decide, name="decide"),
    path("review/changes", wish_pages.wishes, name="wishes"),
    path("review/changes/<int:wish_id>/decision", wish_pages.decide_wish, name="decide-wish"),
]
