"""The saved answers files that a person opened on a page; each stays until it is taken away."""

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class SavedFiles:
    """The files of one page.

    Attributes:
        page: Its name, which the keys begin with.
    """

    page: str

    def kept(self) -> dict[str, bytes]:
        """The opened files by name, to be read with the table in use."""
        opened: dict[str, bytes] = st.session_state.setdefault(f"{self.page}-files", {})
        return opened

    def forget(self) -> None:
        """Take the files away, and let the place for files be empty again."""
        st.session_state.pop(f"{self.page}-files", None)
        st.session_state[f"{self.page}-uploads"] = self._uploads() + 1

    def upload_key(self) -> str:
        """Widget key of the place for files."""
        return f"{self.page}-upload-{self._uploads()}"

    def _uploads(self) -> int:
        return int(st.session_state.get(f"{self.page}-uploads", 0))


compare = SavedFiles("compare")
over_time = SavedFiles("over-time")
