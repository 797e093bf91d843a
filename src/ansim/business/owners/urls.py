"""Routes of owners, and of clerks for them."""

from django.urls import path

from ansim.business.owners import (
    account_views,
    clerk_views,
    passkey_views,
    people_views,
    venue_views,
    views,
)

app_name = "owners"
urlpatterns = [
    path("my/sign-in", views.sign_in, name="sign-in"),
    path("my/sign-in/code", views.code, name="code"),
    path("my/sign-in/passkey", passkey_views.sign_in_with, name="passkey"),
    path("my/sign-in/passkey/options", passkey_views.use_options, name="passkey-options"),
    path("my/sign-out", views.sign_out, name="sign-out"),
    path("demo/messages", views.demo_messages, name="demo-messages"),
    path("my/", venue_views.home, name="home"),
    path("my/venues/<int:venue_id>/", venue_views.venue, name="venue"),
    path("my/businesses/<int:business_id>/people", people_views.people_list, name="people"),
    path("my/businesses/<int:business_id>/people/invite", people_views.invite, name="invite"),
    path("my/businesses/<int:business_id>/leave", people_views.leave, name="leave"),
    path("my/people/<int:member_id>/replace", people_views.replace, name="replace"),
    path("my/people/<int:member_id>/end", people_views.end, name="end"),
    path("my/join", people_views.join, name="join"),
    path("my/join/confirm", people_views.join_confirm, name="join-confirm"),
    path("my/data", account_views.account, name="account"),
    path("my/data/name", account_views.name, name="name"),
    path("my/passkeys", passkey_views.passkeys, name="passkeys"),
    path("my/passkeys/options", passkey_views.make_options, name="new-passkey-options"),
    path("my/passkeys/new", passkey_views.make, name="new-passkey"),
    path("my/passkeys/<int:passkey_id>/remove", passkey_views.remove, name="remove-passkey"),
    path("my/data/recovery", account_views.recovery, name="recovery"),
    path("my/data/erase", account_views.erasure, name="erasure"),
    path("owners/recoveries", clerk_views.recoveries, name="recoveries"),
    path("owners/recoveries/<str:ref>/<int:owner_id>", clerk_views.move, name="move"),
    path("owners/<int:owner_id>/contact", clerk_views.contact, name="contact"),
    path("owners/messages", clerk_views.given_up, name="given-up"),
    path("owners/messages/<int:message_id>/again", clerk_views.send_again, name="send-again"),
]
