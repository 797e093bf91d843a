"""Person ids (16 random bytes) as dense numbers, and back.

The index speaks of people as int32 numbers from 0. An open-addressing table with linear probing turns ids into
numbers; ids are random, so their own bits are the hash.
"""

import numba as nb
import numpy as np
from numpy.typing import NDArray

NOBODY = -1
_CHUNK = 1 << 15
_LOOK_UP = "int32[::1](int32[::1], uint64[:,::1], uint64[:,::1])"
_ADD = "int64(int32[::1], uint64[:,::1], int64, uint64[:,::1], int32[::1])"


@nb.njit(_LOOK_UP, cache=True, nogil=True)
def _look_up(
    slots: NDArray[np.int32], known: NDArray[np.uint64], ids: NDArray[np.uint64]
) -> NDArray[np.int32]:
    mask = np.uint64(slots.size - 1)
    found = np.empty(ids.shape[0], np.int32)
    for row in range(ids.shape[0]):
        slot = ids[row, 0] & mask
        number = slots[slot]
        while number >= 0 and (known[number, 0] != ids[row, 0] or known[number, 1] != ids[row, 1]):
            slot = (slot + np.uint64(1)) & mask
            number = slots[slot]
        found[row] = number
    return found


@nb.njit(_ADD, cache=True, nogil=True)
def _add(
    slots: NDArray[np.int32],
    known: NDArray[np.uint64],
    count: int,
    ids: NDArray[np.uint64],
    numbers: NDArray[np.int32],
) -> int:
    mask = np.uint64(slots.size - 1)
    for row in range(ids.shape[0]):
        slot = ids[row, 0] & mask
        number = slots[slot]
        while number >= 0 and (known[number, 0] != ids[row, 0] or known[number, 1] != ids[row, 1]):
            slot = (slot + np.uint64(1)) & mask
            number = slots[slot]
        if number < 0:
            number = np.int32(count)
            known[number, 0] = ids[row, 0]
            known[number, 1] = ids[row, 1]
            slots[slot] = number
            count += 1
        numbers[row] = number
    return count


class People:
    """The numbers of all people in the log. Ids come and go as arrays of shape (n, 16), uint8.

    One thread adds, any number look up: `slots` and `known` are replaced as a pair when they grow, and a number
    is published only after its id is written.
    """

    def __init__(self, capacity: int = 1024) -> None:
        size = 1 << max(10, int(capacity * 2 - 1).bit_length())
        self._tables = (np.full(size, NOBODY, np.int32), np.zeros((size // 2, 2), np.uint64))
        self.count = 0

    def __len__(self) -> int:
        return self.count

    def add(self, ids: NDArray[np.uint8]) -> NDArray[np.int32]:
        """The numbers of these people, giving new ones to those not known yet."""
        words = _words(ids)
        numbers = np.empty(len(words), np.int32)
        for start in range(
            0, len(words), _CHUNK
        ):  # so that a day of known people does not grow the table
            rows = slice(start, start + _CHUNK)
            self._reserve(self.count + len(words[rows]))
            self.count = _add(*self._tables, self.count, words[rows], numbers[rows])
        return numbers

    def find(self, ids: NDArray[np.uint8]) -> NDArray[np.int32]:
        """The numbers of these people; NOBODY for those the log does not know."""
        return _look_up(*self._tables, _words(ids))

    def ids(self, numbers: NDArray[np.int32]) -> NDArray[np.uint8]:
        """The ids behind numbers. Raises IndexError for a number that was never given."""
        if numbers.size and (numbers.min() < 0 or numbers.max() >= self.count):
            raise IndexError(f"person numbers run from 0 to {self.count - 1}")
        return np.ascontiguousarray(self._tables[1][numbers]).view(np.uint8).reshape(-1, 16)

    @property
    def nbytes(self) -> int:
        """Memory that the table takes."""
        return self._tables[0].nbytes + self._tables[1].nbytes

    def _reserve(self, most: int) -> None:
        known = self._tables[1]
        if most <= len(known):
            return
        size = 1 << (2 * most - 1).bit_length()
        larger = (np.full(size, NOBODY, np.int32), np.zeros((size // 2, 2), np.uint64))
        _add(*larger, 0, known[: self.count], np.empty(self.count, np.int32))
        self._tables = larger


def _words(ids: NDArray[np.uint8]) -> NDArray[np.uint64]:
    if ids.ndim != 2 or ids.shape[1] != 16 or ids.dtype != np.uint8:
        raise ValueError(
            f"person ids: wanted shape (n, 16) of uint8, got {ids.shape} of {ids.dtype}"
        )
    return np.require(ids, requirements=["C", "W"]).view(
        np.uint64
    )  # the kernels' signatures want both
