"""Sixteen visits at once, for the compiled rounds of `reach`.

Few of the visits that a search reads are contacts, and nothing foretells which. A branch on each would be guessed wrong
too often, and waiting for their people's labels one by one costs more than reading the visits. So one step of vector
instructions compares sixteen. It is written in LLVM's own words, which LLVM translates for every processor.
"""

from typing import Any, NamedTuple

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.errors import TypingError
from numba.extending import intrinsic

LANES = 16
# Contacts found wait in an array of four rows of this length. The caller makes it: numba frees one after the last use of its
# name, and here its address alone is used.
CONTACTS = 4096
ROOM = CONTACTS + 2 * LANES
_BOOL, _NUMBER, _LONG = ir.IntType(1), ir.IntType(32), ir.IntType(64)
_NUMBERS, _LONGS, _MASK = (ir.VectorType(kind, LANES) for kind in (_NUMBER, _LONG, _BOOL))
_POINTERS = ir.VectorType(cgutils.voidptr_t, LANES)
_NOTHING = ir.Constant(_NUMBERS, ir.Undefined)


class _Lanes:
    """Builds steps on sixteen 32-bit numbers."""

    def __init__(self, builder: Any) -> None:
        self.builder = builder

    def call(self, name: str, result: Any, *arguments: Any) -> Any:
        kind = ir.FunctionType(result, [argument.type for argument in arguments])
        declared: Any = cgutils.get_or_insert_function
        return self.builder.call(declared(self.builder.module, kind, name), arguments)

    def all(self, value: Any) -> Any:
        """The same number in all lanes; 64-bit ones stay so."""
        vector = ir.VectorType(value.type, LANES)
        first = self.builder.insert_element(ir.Constant(vector, ir.Undefined), value, _NUMBER(0))
        return self.builder.shuffle_vector(first, first, ir.Constant(_NUMBERS, [0] * LANES))

    def short(self, value: Any) -> Any:
        return self.builder.trunc(value, _NUMBER)

    def pointer(self, address: Any, kind: Any = cgutils.voidptr_t) -> Any:
        return self.builder.inttoptr(address, kind)

    def load(self, array: Any, place: Any, mask: Any) -> Any:
        where = self.pointer(self.builder.add(array, self.builder.shl(place, _LONG(2))))
        zeros = ir.Constant(_NUMBERS, [0] * LANES)
        return self.call("llvm.masked.load.v16i32.p0", _NUMBERS, where, _NUMBER(4), mask, zeros)

    def gather(self, array: Any, indices: Any, mask: Any) -> Any:
        offsets = self.builder.shl(
            self.builder.zext(indices, _LONGS), ir.Constant(_LONGS, [2] * LANES)
        )
        where = self.builder.inttoptr(self.builder.add(self.all(array), offsets), _POINTERS)
        zeros = ir.Constant(_NUMBERS, [0] * LANES)
        return self.call(
            "llvm.masked.gather.v16i32.v16p0", _NUMBERS, where, _NUMBER(4), mask, zeros
        )

    def lesser(self, one: Any, other: Any) -> Any:
        return self.call("llvm.smin.v16i32", _NUMBERS, one, other)

    def pack(self, values: Any, mask: Any) -> Any:
        """The values of the lanes in the mask, moved to the front; what follows is anything."""
        return self.call(
            "llvm.experimental.vector.compress.v16i32", _NUMBERS, values, mask, _NOTHING
        )

    def store(self, values: Any, address: Any) -> None:
        self.builder.store(values, self.pointer(address, ir.PointerType(_NUMBERS)), align=4)

    def count(self, mask: Any) -> Any:
        bits = self.builder.bitcast(mask, ir.IntType(LANES))
        return self.builder.zext(self.call("llvm.ctpop.i16", ir.IntType(LANES), bits), _LONG)


class VisitsAt(NamedTuple):
    """The addresses of a segment's columns."""

    person: int
    entered: int
    left: int


class Stretch(NamedTuple):
    """Visits from a place on, below another, entered before a moment."""

    place: int
    high: int
    below: int


class There(NamedTuple):
    """Of the infectious stays begun by a moment, the one that ends last."""

    since: int
    longest: int
    which: int


class Coming(NamedTuple):
    """The infectious stay that begins next."""

    begin: int
    close: int
    which: int


@intrinsic  # type: ignore[misc, unused-ignore]
def contacts_of_sixteen(
    _context: Any,
    visits: Any,
    stretch: Any,
    there: Any,
    coming: Any,
    minimum: Any,
    moment: Any,
    found: Any,
) -> Any:
    """Find who of the first sixteen visits of a stretch is together with an infectious stay.

    Of the visits entered since `there.since`: with the stay that is there until `there.longest`, from their entry on; or else
    with the one that is coming, from its begin on. Contacts share `minimum` seconds or more, and begin no later than their
    `moment` says. All arrays are given as addresses of 32-bit numbers. `found` has four rows of ROOM numbers:
    person, begin, seconds together, and the stay; the contacts are written in front, and the rest of the sixteen is
    overwritten. Returns how many they are. Wants `coming.close - coming.begin >= minimum`.
    """
    groups = (visits, stretch, there, coming)
    if any(getattr(group, "dtype", None) != types.int64 for group in groups):
        raise TypingError("groups of 64-bit numbers are wanted")
    del minimum, moment, found

    def generate(_cgcontext: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        (
            (people, starts, ends),
            (place, high, below),
            (since, longest, which),
            (begin, close, following),
        ) = ([builder.extract_value(group, field) for field in range(3)] for group in arguments[:4])
        minimum, moment, found = arguments[4:]
        lanes = _Lanes(builder)

        def all_of(number: Any) -> Any:
            return lanes.all(lanes.short(number))

        here = builder.icmp_signed(
            "<", ir.Constant(_NUMBERS, list(range(LANES))), all_of(builder.sub(high, place))
        )
        came, went, who = (lanes.load(array, place, here) for array in (starts, ends, people))
        for rule, bound in ((">=", since), ("<", below)):
            here = builder.and_(here, builder.icmp_signed(rule, came, all_of(bound)))
        # Compared so that no sum leaves 32 bits for those who came in time.
        in_time = builder.icmp_signed("<=", came, all_of(builder.sub(longest, minimum)))
        at_entry = builder.and_(
            in_time, builder.icmp_signed(">=", went, builder.add(came, all_of(minimum)))
        )
        later = builder.icmp_signed(">=", went, all_of(builder.add(begin, minimum)))
        together = builder.and_(here, builder.or_(at_entry, later))
        at = builder.select(at_entry, came, all_of(begin))
        chosen = builder.and_(
            together, builder.icmp_signed("<=", at, lanes.gather(moment, who, together))
        )
        until = lanes.lesser(went, builder.select(at_entry, all_of(longest), all_of(close)))
        stay = builder.select(at_entry, all_of(which), all_of(following))
        for row, values in enumerate((who, at, builder.sub(until, at), stay)):
            lanes.store(lanes.pack(values, chosen), builder.add(found, _LONG(4 * ROOM * row)))
        return lanes.count(chosen)

    return types.int64(*groups, *[types.int64] * 3), generate
