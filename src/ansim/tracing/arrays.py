"""The kinds of arrays that searches, curves and figures are made of."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Int16s = NDArray[np.int16]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
Int32Rows = NDArray[np.int32]
"""Two dimensions, a row for each thing found; who writes them names the columns."""
Int64Rows = NDArray[np.int64]
