"""Entry point: the list of pages and the frame around every one of them."""

import streamlit as st

from ui import frame

frame.begin()
page = st.navigation(frame.pages(), position="top")
frame.run(page)
