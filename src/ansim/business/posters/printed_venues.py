"""What the sheets of a venue say."""

from ansim.business.models import CallNumber, Venue, VenueCode
from ansim.business.posters.sheets import Printed
from ansim.business.qr import address, qr_svg
from ansim.domain.codes import readable
from ansim.domain.days import VENUE_ZONE
from ansim.identity.phones import show_phone


def printed(venue: Venue, code: VenueCode, entrance: str = "") -> Printed:
    """A venue and its code as a sheet shows them; a zone under the name of the place around it."""
    around = venue.around or venue
    name = f"{around.name} {venue.name}" if venue.around else venue.name
    english = f"{around.name_en} {venue.name_en}" if venue.around else venue.name_en
    called = CallNumber.objects.filter(venue=venue).first()
    return Printed(
        name,
        english.strip(),
        venue.address or around.address,
        readable(code.code),
        address(code.code),
        qr_svg(code.code),
        code.issued_at.astimezone(VENUE_ZONE).date(),
        entrance,
        venue.unmanned,
        show_phone(called.number) if called else "",
    )
