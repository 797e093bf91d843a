"""The orders about facilities that hold in this installation."""

import json
from collections.abc import Sequence

from ansim.domain.facilities import ORDERS, Order, OrderError, read_orders
from ansim.settings.environment import duty_file


def known_orders() -> Sequence[Order]:
    """KDCA's orders and the authority's own (`ANSIM_ORDERS`). Raises OrderError."""
    own = duty_file()
    if own is None:
        return ORDERS
    try:
        rows = json.loads(own.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise OrderError(f"ANSIM_ORDERS names a file that cannot be read: {error}") from error
    return (*ORDERS, *read_orders(rows))
