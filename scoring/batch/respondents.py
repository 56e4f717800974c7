"""Whether every respondent has an id of their own, among millions and a piece at a time.

An id is kept as a 64-bit number made from it: eight bytes a person, whatever its length. Only ids
whose numbers are equal are compared as texts, so that chance can never make two people one.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_STEPS = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB], dtype=np.uint64)
"""Constants of SplitMix64 (Steele, Lea and Flood 2014)."""


_BYTES_AT_ONCE = 50_000
"""How many bytes of ids are weighed in one step, which stays within the processor's cache."""


def hash_ids(ids: pa.Array) -> NDArray[np.uint64]:
    """A number for each id, equal for equal ids: the sum of its bytes, each with a weight.

    The weights depend on the place of a byte alone and look random, which makes equal numbers of
    two different ids as rare as 1 in 2⁵⁶.
    """
    texts = ids.cast(pa.large_string())
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    if not len(texts) or data is None:
        return np.zeros(len(texts), np.uint64)
    characters = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    starts, lengths = ends[:-1] - ends[0], np.diff(ends)
    if lengths.min() == lengths.max():  # as is usual, and many times as fast
        table = characters.reshape(len(texts), -1)
        weights = _weights(table.shape[1])
        steps = np.array_split(table, -(-table.size // _BYTES_AT_ONCE) or 1)
        return np.concatenate([(some + np.uint64(1)) @ weights for some in steps])
    place = np.arange(len(characters)) - np.repeat(starts, lengths)
    weights = _weights(int(lengths.max(initial=0)))
    terms = weights[place] * (characters + np.uint64(1))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])
    hashes: NDArray[np.uint64] = np.diff(sums[ends - ends[0]])
    return hashes


def positions_to_compare(hashes: Sequence[NDArray[np.uint64]]) -> NDArray[np.intp]:
    """Positions, counted from 0 over all pieces, of ids whose hash is there more than once."""
    nothing = np.empty(0, np.uint64)
    in_order = np.concatenate([nothing, *hashes])
    in_order.sort()  # in place: a copy would double the memory of a large file
    again = in_order[1:][in_order[1:] == in_order[:-1]]
    if not len(again):
        return np.empty(0, np.intp)
    positions, before = [], 0
    for piece in hashes:
        positions.append(np.flatnonzero(np.isin(piece, again)) + before)
        before += len(piece)
    return np.concatenate(positions)


def find_repeats(ids: pa.Array) -> Iterator[tuple[int, int, str]]:
    """Positions of ids that stand at an earlier one, that position, and the id; not of blanks."""
    first: dict[str, int] = {}
    for position, text in enumerate(ids.to_pylist()):
        if text and first.setdefault(text, position) != position:
            yield position, first[text], text


def _weights(count: int) -> NDArray[np.uint64]:
    """Numbers that look random: SplitMix64 of 1, 2, 3 and so on."""
    gamma, first, second = _STEPS
    z = np.arange(1, count + 1, dtype=np.uint64) * gamma
    z = (z ^ (z >> np.uint64(30))) * first
    z = (z ^ (z >> np.uint64(27))) * second
    weights: NDArray[np.uint64] = z ^ (z >> np.uint64(31))
    return weights
