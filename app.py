"""Entry point: the list of pages and the frame around every one of them."""

import streamlit as st

from ui import frame
from ui.calm import calm

with calm():
    frame.begin()
    frame.run(st.navigation(frame.pages(), position="top"))
