"""Workshop: a host opens a session and shows the class; participants join with a code."""

from scoring.languages import _
from ui import frame, session
from ui.components.focus import focus_heading
from ui.workshop import host, join

visit = frame.enter()
host_key = session.host.link()
focus_heading("workshop", "host" if host_key else "start")
if host_key:
    host.show(host_key)
elif visit.seated:
    join.show_seat(visit)
elif session.address.join_code():
    frame.heading(frame.TITLES["workshop"])
    join.ask_code()
else:
    frame.heading(
        frame.TITLES["workshop"],
        _("A room full of people answers on their phones; the screen shows the class, live."),
    )
    join.ask_code()
    host.ask_to_open()
