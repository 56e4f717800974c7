"""Workshop: a host opens a session and shows the class; participants join with a code."""

import streamlit as st

from ui import frame, session
from ui.workshop import host, join

frame.enter()
if host_key := st.query_params.get(host.HOST_PARAMETER):
    host.show(host_key)
elif session.workshop() is not None:
    join.show_seat()
elif st.query_params.get(join.CODE_PARAMETER):
    frame.heading("Workshop")
    join.ask_code()
else:
    frame.heading(
        "Workshop",
        "A room full of people answers on their phones; the screen shows the class, live.",
    )
    left, right = st.columns(2, gap="large")
    with left:
        join.ask_code()
    with right:
        host.ask_to_open()
