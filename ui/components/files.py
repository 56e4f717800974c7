"""The JavaScript and HTML of the components, which lie beside this module."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def text(name: str) -> str:
    """The text of a file of this folder, as `st.components.v2.component` takes it."""
    return (_FOLDER / name).read_text(encoding="utf-8")
