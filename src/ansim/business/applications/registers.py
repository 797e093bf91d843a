"""Which tax office and which address book this process asks: by its settings, invented ones in a demo without keys."""

from functools import cache

from ansim.business.applications.address_book import AddressBook, Juso, NoAddressBook
from ansim.business.applications.demo_registers import DemoAddresses, DemoTaxOffice
from ansim.business.applications.tax_office import NoTaxOffice, Odcloud, TaxOffice
from ansim.settings.environment import is_demo, seconds, service


@cache
def tax_office() -> TaxOffice:
    """`ANSIM_TAX_OFFICE_KEY` and `_URL`."""
    known = service("tax-office")
    if known is not None:
        return Odcloud(known.url, known.key, seconds("tax_office", 4))
    return DemoTaxOffice() if is_demo() else NoTaxOffice()


@cache
def address_book() -> AddressBook:
    """`ANSIM_ADDRESSES_KEY`, `_PLACE_KEY` and `_URL`."""
    known = service("addresses")
    if known is not None:
        return Juso(known.url, known.key, known.second_key, seconds("addresses", 3))
    return DemoAddresses() if is_demo() else NoAddressBook()
