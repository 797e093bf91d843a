"""Routes that both portals share."""

from django.urls import path

from ansim.accounts import key_views, sign_in_views, views
from ansim.accounts.access import public
from ansim.portal.views import healthz, language

app_name = "accounts"
urlpatterns = [
    path("sign-in", sign_in_views.sign_in, name="sign-in"),
    path("signed/sign-in", sign_in_views.signed_in, name="signed-in"),
    path("first-key", sign_in_views.first_key, name="first-key"),
    path("signed/enrolment", sign_in_views.signed_key, name="signed-key"),
    path("keys/", key_views.own_keys, name="keys"),
    path("keys/not-me/<int:sign_in_id>", key_views.not_me, name="not-me"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("language", public(language), name="language"),
    path("healthz", public(healthz), name="healthz"),
]
