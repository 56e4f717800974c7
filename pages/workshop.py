"""Workshop: a host opens a session and shows the class; participants join with a code."""

import streamlit as st

from languages import _
from ui import frame, session
from ui.workshop import host, join

frame.enter()
if host_key := st.query_params.get(host.HOST_PARAMETER):
    host.show(host_key)
elif session.workshop() is not None:
    join.show_seat()
elif st.query_params.get(join.CODE_PARAMETER):
    frame.heading(frame.TITLES["workshop"])
    join.ask_code()
else:
    frame.heading(
        frame.TITLES["workshop"],
        _("A room full of people answers on their phones; the screen shows the class, live."),
    )
    join.ask_code()
    host.ask_to_open()
