"""What devices are called on pages."""

from django.utils.translation import gettext_lazy as _

from ansim.domain.devices import DeviceKind

KINDS = {
    DeviceKind.READER: _(
        "Reader: reads visitor passes, takes people without phones and the paper list"
    ),
    DeviceKind.DISPLAY: _("Display: shows the QR that changes, and how many came today"),
}
SHORT = {DeviceKind.READER: _("Reader"), DeviceKind.DISPLAY: _("Display")}
