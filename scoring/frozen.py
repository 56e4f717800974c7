"""Values that hold mappings and still cannot be changed after they are made."""

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any


class ReadOnlyMappings:
    """Base of frozen dataclasses: every mapping in a field becomes a read-only copy of it.

    Such a value may be shared between visitors. It can be pickled.
    """

    def __post_init__(self) -> None:
        for name, value in self._values().items():
            if isinstance(value, Mapping):
                object.__setattr__(self, name, MappingProxyType(dict(value)))

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        values = self._values().values()
        return type(self), tuple(dict(v) if isinstance(v, Mapping) else v for v in values)

    def _values(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]
