"""The QR of a venue (DESIGN §5): nothing but the address, so that any camera opens it."""

import segno
from django.utils.safestring import SafeString, mark_safe

from ansim.settings.environment import public_host

ERROR_LEVEL = "q"  # a quarter of the modules may be scratched, stained or in glare
QUIET_ZONE = 4  # modules, ISO/IEC 18004


def address(code: str, host: str | None = None) -> str:
    """What the QR says: `https://HOST/v/CODE`."""
    return f"{public_host() if host is None else host}/v/{code}"


def qr_svg(code: str, host: str | None = None) -> SafeString:
    """The QR as an SVG element without a size: the page's style gives it one."""
    return svg_of(address(code, host))


def svg_of(text: str) -> SafeString:
    """Any text of ours as such a QR."""
    qr = segno.make(text, error=ERROR_LEVEL, boost_error=False, micro=False)
    svg = qr.svg_inline(
        border=QUIET_ZONE, omitsize=True, svgclass=None, lineclass=None, light="#fff"
    )
    return mark_safe(svg)  # noqa: S308 of our own making: segno writes paths, never the text
