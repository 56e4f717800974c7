"""What one person has said and chosen so far: the only room that reads or writes widget state.

What a person says of food, supplements and themselves is one value, heard from their browser
(`said`). Other widgets carry the keys made here and `persist_state="session"`, so that Streamlit
itself keeps them, whatever page comes next. Nothing is cached.

A run reads what it needs once, as a `visit.Visit`. The other modules hold the keys and what
changes the state, for widgets and for what they call.
"""

from ui.session import address as address
from ui.session import agreement as agreement
from ui.session import authority as authority
from ui.session import draft as draft
from ui.session import history as history
from ui.session import host as host
from ui.session import label as label
from ui.session import language as language
from ui.session import many as many
from ui.session import opening as opening
from ui.session import own_table as own_table
from ui.session import presses as presses
from ui.session import said as said
from ui.session import saved_files as saved_files
from ui.session import seat as seat
from ui.session import state as state
from ui.session import tables as tables
from ui.session import visit as visit
from ui.session import what_if as what_if
