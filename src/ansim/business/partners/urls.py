"""Routes of the partner API, of its documents, and of the pages for its keys."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.csrf import csrf_exempt

from ansim.accounts.access import public
from ansim.business.partners import problems, views
from ansim.business.partners.answering import refuse, told, view_of
from ansim.business.partners.operations import BASE
from ansim.business.partners.partner_document import OPERATIONS
from ansim.domain.codes import ALPHABET


class RefConverter(StringConverter):
    """The number of an application in its one written form."""

    regex = f"R[{ALPHABET}]{{7}}"


register_converter(RefConverter, "application_ref")
_CONVERTERS = {
    "{venue_id}": "<int:venue_id>",
    "{sheet}": "<sheet:sheet>",
    "{ref}": "<application_ref:ref>",
}


@public
@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """Whatever else is asked for below the API's address: a program is told in its own form."""
    return told(request, lambda _headers: refuse(problems.NOT_FOUND))


def _route(template: str) -> str:
    for place, converter in _CONVERTERS.items():
        template = template.replace(place, converter)
    return f"{BASE}{template}".lstrip("/")


_BY_PATH = [
    (template, list(operations))
    for template, operations in groupby(
        sorted(OPERATIONS, key=lambda one: one.path), key=lambda one: one.path
    )
]

app_name = "partners"
urlpatterns = [
    path("api/", views.reference, name="reference"),
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    *(
        path(_route(template), view_of(operations), name=f"api-{operations[0].name}")
        for template, operations in _BY_PATH
    ),
    re_path(r"^api/.*$", unknown, name="unknown"),
    path("my/businesses/<int:business_id>/api-keys", views.my_keys, name="my-keys"),
    path("my/businesses/<int:business_id>/webhooks", views.my_webhooks, name="my-webhooks"),
    path("my/businesses/<int:business_id>/webhooks/again", views.my_again, name="my-again"),
    path("my/api-keys/<int:api_key_id>/end", views.my_end, name="my-end"),
    path("my/webhooks/<int:webhook_id>", views.my_webhook, name="my-webhook"),
    path("partners/", views.all_keys, name="list"),
    path("partners/<int:business_id>/api-keys", views.keys, name="keys"),
    path("partners/<int:business_id>/webhooks", views.webhooks, name="webhooks"),
    path("partners/<int:business_id>/webhooks/again", views.again, name="again"),
    path("partners/api-keys/<int:api_key_id>/end", views.end, name="end"),
    path("partners/webhooks/<int:webhook_id>", views.webhook, name="webhook"),
]
