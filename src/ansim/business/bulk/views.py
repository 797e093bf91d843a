"""Who may ask for what: owners with the right to bring in lists for their own businesses, clerks for lists of their own."""

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansim.accounts.access import requires
from ansim.accounts.permissions import Permission
from ansim.accounts.requests import StaffRequest
from ansim.business.bulk import file_pages, licence_pages, poster_pages, waiting_pages
from ansim.business.bulk.list_desk import desk_of
from ansim.business.rights.owned import owned
from ansim.business.rights.owner_requests import OwnerRequest
from ansim.domain.members import Right


@owned(Right.BULK_IMPORT)
@require_GET
def my_home(request: OwnerRequest) -> HttpResponse:
    """Lists of one's own businesses."""
    return file_pages.home(request, desk_of(request))


@owned(Right.BULK_IMPORT)
@require_http_methods(["GET", "POST"])
def my_new(request: OwnerRequest) -> HttpResponse:
    """Bring in a file."""
    return file_pages.new(request, desk_of(request))


@owned(Right.BULK_IMPORT)
@require_GET
def my_venues(request: OwnerRequest, business_id: int) -> HttpResponse:
    """The business's venues as a list."""
    return file_pages.venues(request, desk_of(request), business_id)


@owned(Right.BULK_IMPORT)
@require_GET
def my_upload(request: OwnerRequest, upload_id: int) -> HttpResponse:
    """A file's rows."""
    return file_pages.one(request, desk_of(request), upload_id)


@owned(Right.BULK_IMPORT)
@require_POST
def my_apply(request: OwnerRequest, upload_id: int) -> HttpResponse:
    """Take it in."""
    return file_pages.apply(request, desk_of(request), upload_id)


@owned(Right.BULK_IMPORT)
@require_POST
def my_cancel(request: OwnerRequest, upload_id: int) -> HttpResponse:
    """Drop it."""
    return file_pages.end(request, desk_of(request), upload_id)


@owned(Right.BULK_IMPORT)
@require_http_methods(["GET", "POST"])
def my_closings(request: OwnerRequest, upload_id: int) -> HttpResponse:
    """What would be closed."""
    return file_pages.closings(request, desk_of(request), upload_id)


@owned(Right.BULK_IMPORT)
@require_GET
def my_refused(request: OwnerRequest, upload_id: int) -> HttpResponse:
    """Refused rows as CSV."""
    return file_pages.refused(request, desk_of(request), upload_id)


@owned(Right.BULK_IMPORT)
@require_http_methods(["GET", "POST"])
def my_posters(request: OwnerRequest, list_id: int) -> HttpResponse:
    """Order posters of a list."""
    return poster_pages.new(request, desk_of(request), list_id)


@owned(Right.BULK_IMPORT)
@require_GET
def my_order(request: OwnerRequest, order_id: int) -> HttpResponse:
    """How far an order is."""
    return poster_pages.one(request, desk_of(request), order_id)


@owned(Right.BULK_IMPORT)
@require_POST
def my_order_cancel(request: OwnerRequest, order_id: int) -> HttpResponse:
    """End it."""
    return poster_pages.end(request, desk_of(request), order_id)


@owned(Right.BULK_IMPORT)
@require_GET
def my_order_file(request: OwnerRequest, order_id: int) -> HttpResponseBase:
    """Its file."""
    return poster_pages.file(request, desk_of(request), order_id)


@requires(Permission.VENUE_IMPORT)
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Lists of the clerks."""
    return file_pages.home(request, desk_of(request))


@requires(Permission.VENUE_IMPORT)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Bring in a file, such as one of the national register."""
    return file_pages.new(request, desk_of(request))


@requires(Permission.VENUE_IMPORT)
@require_GET
def upload(request: StaffRequest, upload_id: int) -> HttpResponse:
    """A file's rows."""
    return file_pages.one(request, desk_of(request), upload_id)


@requires(Permission.VENUE_IMPORT)
@require_POST
def apply(request: StaffRequest, upload_id: int) -> HttpResponse:
    """Take it in."""
    return file_pages.apply(request, desk_of(request), upload_id)


@requires(Permission.VENUE_IMPORT)
@require_POST
def cancel(request: StaffRequest, upload_id: int) -> HttpResponse:
    """Drop it."""
    return file_pages.end(request, desk_of(request), upload_id)


@requires(Permission.VENUE_IMPORT)
@require_http_methods(["GET", "POST"])
def closings(request: StaffRequest, upload_id: int) -> HttpResponse:
    """What would be closed."""
    return file_pages.closings(request, desk_of(request), upload_id)


@requires(Permission.VENUE_IMPORT)
@require_GET
def refused(request: StaffRequest, upload_id: int) -> HttpResponse:
    """Refused rows as CSV."""
    return file_pages.refused(request, desk_of(request), upload_id)


@requires(Permission.VENUE_IMPORT)
@require_POST
def choose(request: StaffRequest, upload_id: int) -> HttpResponse:
    """Choose for kinds of licences that nobody knows."""
    return licence_pages.choose(request, upload_id)


@requires(Permission.VENUE_IMPORT)
@require_http_methods(["GET", "POST"])
def licences(request: StaffRequest) -> HttpResponse:
    """What was chosen for such kinds."""
    return licence_pages.all_choices(request)


@requires(Permission.VENUE_IMPORT)
@require_http_methods(["GET", "POST"])
def posters(request: StaffRequest, list_id: int) -> HttpResponse:
    """Order posters of a list."""
    return poster_pages.new(request, desk_of(request), list_id)


@requires(Permission.VENUE_IMPORT)
@require_GET
def order(request: StaffRequest, order_id: int) -> HttpResponse:
    """How far an order is."""
    return poster_pages.one(request, desk_of(request), order_id)


@requires(Permission.VENUE_IMPORT)
@require_POST
def order_cancel(request: StaffRequest, order_id: int) -> HttpResponse:
    """End it."""
    return poster_pages.end(request, desk_of(request), order_id)


@requires(Permission.VENUE_IMPORT)
@require_GET
def order_file(request: StaffRequest, order_id: int) -> HttpResponseBase:
    """Its file."""
    return poster_pages.file(request, desk_of(request), order_id)


@requires(Permission.APPLICATION_READ)
@require_GET
def waiting(request: StaffRequest) -> HttpResponse:
    """Files of head offices with venues that wait for a clerk."""
    return waiting_pages.waiting(request)


@requires(Permission.APPLICATION_READ)
@require_GET
def decide(request: StaffRequest, upload_id: int) -> HttpResponse:
    """What was found about one file's venues."""
    return waiting_pages.one(request, upload_id)


@requires(Permission.APPLICATION_DECIDE)
@require_POST
def decided(request: StaffRequest, upload_id: int) -> HttpResponse:
    """Decide on them."""
    return waiting_pages.decide(request, upload_id)
