"""What the worker asks of the vault: where one waiting message goes. There is no way to ask for a number alone."""

import msgspec


class NumberForMessage(msgspec.Struct, tag=True, frozen=True):
    """The number, in E.164, of the queued message with this id; refused for one that was handed over or given up."""

    message: int
