"""Routes that both portals share."""

from django.urls import path

from ansim.accounts import views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("language", views.language, name="language"),
    path("healthz", views.healthz, name="healthz"),
]
