"""Somebody's handles in some case, for tests that do not ask which."""

from ansim.domain.quantities import Handle
from ansim.identity.calls import CaseHandles

HANDLES = CaseHandles(Handle(b"h" * 16), Handle(b"r" * 16))
