"""Sixteen visits at once, for the compiled rounds of `reach`.

Of the visits that a search reads, few are contacts, and which is as good as random: a branch on each would be guessed
wrong too often, and waiting for their people's labels one by one costs more than reading them. So sixteen are compared in
one step of vector instructions, written in LLVM's own words, which every processor has a translation of.
"""

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

LANES = 16
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
        offsets = self.builder.shl(self.builder.zext(indices, _LONGS), ir.Constant(_LONGS, [2] * LANES))
        where = self.builder.inttoptr(self.builder.add(self.all(array), offsets), _POINTERS)
        zeros = ir.Constant(_NUMBERS, [0] * LANES)
        return self.call("llvm.masked.gather.v16i32.v16p0", _NUMBERS, where, _NUMBER(4), mask, zeros)

    def greater(self, one: Any, other: Any) -> Any:
        return self.call("llvm.smax.v16i32", _NUMBERS, one, other)

    def lesser(self, one: Any, other: Any) -> Any:
        return self.call("llvm.smin.v16i32", _NUMBERS, one, other)

    def pack(self, values: Any, mask: Any) -> Any:
        """The values of the lanes in the mask, moved to the front; what follows is anything."""
        return self.call("llvm.experimental.vector.compress.v16i32", _NUMBERS, values, mask, _NOTHING)

    def store(self, values: Any, address: Any) -> None:
        self.builder.store(values, self.pointer(address, ir.PointerType(_NUMBERS)), align=4)

    def count(self, mask: Any) -> Any:
        bits = self.builder.bitcast(mask, ir.IntType(LANES))
        return self.builder.zext(self.call("llvm.ctpop.i16", ir.IntType(LANES), bits), _LONG)


@intrinsic  # type: ignore[misc, unused-ignore]
def contacts_of_sixteen(
    _context: Any, person: Any, entered: Any, left: Any, place: Any, high: Any, begin: Any, close: Any, minimum: Any,
    moment: Any, stay: Any, found: Any, room: Any,
) -> Any:  # fmt: skip
    """Find who of up to sixteen visits from `place` on, below `high`, is together with a stay `[begin, close)`.

    Contacts share `minimum` seconds or more, and begin no later than their `moment` says. All arrays are given as addresses
    of 32-bit numbers. `found` has four rows of `room` numbers: person, begin, seconds together, and `stay` as given; the
    contacts are written in front, and the rest of the sixteen is overwritten. Gives how many they are. Wants
    `close - begin >= minimum`.
    """
    del person, entered, left, place, high, begin, close, minimum, moment, stay, found, room

    def generate(_cgcontext: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        people, starts, ends, place, high, begin, close, minimum, moment, stay, found, room = arguments
        lanes = _Lanes(builder)
        number = lanes.all(lanes.short(builder.sub(high, place)))
        held = builder.icmp_signed("<", ir.Constant(_NUMBERS, list(range(LANES))), number)
        came, went = lanes.load(starts, place, held), lanes.load(ends, place, held)
        at = lanes.greater(came, lanes.all(lanes.short(begin)))
        # Compared so that no sum leaves 32 bits for those who came in time.
        in_time = builder.icmp_signed("<=", came, lanes.all(lanes.short(builder.sub(close, minimum))))
        enough = builder.icmp_signed(">=", went, builder.add(at, lanes.all(lanes.short(minimum))))
        together = builder.and_(held, builder.and_(in_time, enough))
        who = lanes.load(people, place, held)
        earlier = builder.icmp_signed("<=", at, lanes.gather(moment, who, together))
        chosen = builder.and_(together, earlier)
        seconds = builder.sub(lanes.lesser(went, lanes.all(lanes.short(close))), at)
        for row, values in enumerate((who, at, seconds)):
            address = builder.add(found, builder.mul(room, _LONG(4 * row)))
            lanes.store(lanes.pack(values, chosen), address)
        lanes.store(lanes.all(lanes.short(stay)), builder.add(found, builder.mul(room, _LONG(12))))
        return lanes.count(chosen)

    return types.int64(*[types.int64] * 12), generate
