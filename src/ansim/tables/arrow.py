"""Arrow without pandas: its first scalar imports pandas wherever that is installed, a second and 60 MB for nothing here."""

import sys
from importlib.abc import MetaPathFinder
from typing import Never

import pyarrow as pa


class _NoPandas(MetaPathFinder):
    def find_spec(self, name: str, _path: object, _target: object = None) -> None:
        if name == "pandas":
            self._refuse(name)

    def _refuse(self, name: str) -> Never:
        raise ModuleNotFoundError(f"no {name} for Arrow", name=name)


def _without_pandas() -> None:
    if "pandas" in sys.modules:
        return
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.scalar(0)  # Arrow looks once; it looks again where somebody asks for pandas by name
    finally:
        sys.meta_path.remove(finder)


_without_pandas()
