"""What a person takes home: a report of two pages, a picture of it and two tables, all in memory.

Plain Python on top of `scoring` and `content`; nothing is stored and nothing touches the screen.
"""

from report.page import HUES as HUES
from report.person import CLIENT_CHARACTERS as CLIENT_CHARACTERS
from report.person import NOTE_CHARACTERS as NOTE_CHARACTERS
from report.person import NOTE_LINES as NOTE_LINES
from report.person import Person as Person
from report.person import ReportError as ReportError
from report.printing import class_page as class_page
from report.printing import pdf as pdf
from report.printing import picture as picture
from report.tables import foods_csv as foods_csv
from report.tables import intakes_csv as intakes_csv
