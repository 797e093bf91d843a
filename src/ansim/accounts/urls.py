"""Routes that both portals share."""

from django.urls import path

from ansim.accounts import views
from ansim.accounts.access import public
from ansim.portal.views import healthz, language

app_name = "accounts"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("language", public(language), name="language"),
    path("healthz", public(healthz), name="healthz"),
]
