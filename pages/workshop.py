"""Workshop: a host opens a session and shows the class; participants join with a code."""

import streamlit as st

from languages import _
from ui import frame, session
from ui.focus import focus_heading
from ui.workshop import host, join

frame.enter()
host_key = st.query_params.get(host.HOST_PARAMETER)
focus_heading("workshop", "host" if host_key else "start")
if host_key:
    host.show(host_key)
elif session.seated():
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
