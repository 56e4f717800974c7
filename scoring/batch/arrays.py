"""Arrow arrays from numpy arrays and from texts, and back, without pandas.

Where pandas is installed, `pa.array` and `pa.scalar` import it to see whether they were handed a
column of a frame, and so does `to_numpy`. That takes longer than to score a small file.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def number_array(numbers: NDArray[Any]) -> pa.Array:
    """The numbers of a numpy array of one dimension, in the same memory where it can be.

    >>> number_array(np.array([1.5, 2.0])).to_pylist()
    [1.5, 2.0]
    """
    numbers = np.ascontiguousarray(numbers)
    kind = pa.from_numpy_dtype(numbers.dtype)
    return pa.Array.from_buffers(kind, len(numbers), [None, pa.py_buffer(numbers)])


def numbers_of(array: pa.Array) -> NDArray[Any]:
    """The numbers of an Arrow array without null, in the same memory; truth values as 0 and 1.

    >>> numbers_of(pa.array([3, 4])), numbers_of(pa.array([True, False]))
    (array([3, 4]), array([1, 0], dtype=uint8))
    """
    if pa.types.is_boolean(array.type):
        array = array.cast(pa.uint8())
    numbers: NDArray[Any] = np.from_dlpack(array)
    return numbers


def truth_array(truths: NDArray[np.bool_]) -> pa.Array:
    """The truth values of a numpy array of one dimension, which Arrow keeps as bits.

    >>> truth_array(np.array([True, False])).to_pylist()
    [True, False]
    """
    bits = np.packbits(truths, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(truths), [None, pa.py_buffer(bits)])


def text_array(texts: Sequence[str]) -> pa.Array:
    """The texts as an array of strings.

    >>> text_array(["1w", "", "µg"]).to_pylist()
    ['1w', '', 'µg']

    Args:
        texts: Less than 2 GB together, as an array of strings holds.
    """
    encoded = [text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    offsets, data = pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))
    return pa.StringArray.from_buffers(len(texts), offsets, data)
