"""Find the browser that the tests drive: the Chromium, Chrome or Edge of this computer."""

import os
import shutil
from pathlib import Path

VARIABLE = "KDCHECK_CHROMIUM"
COMMANDS = (
    "chromium-headless-shell",  # the same pages in less time
    *("chromium", "chromium-browser", "google-chrome", "microsoft-edge", "msedge"),
)
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES}/Microsoft/Edge/Application/msedge.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
)
HOW_TO_GET_ONE = f"""No Chromium, Chrome or Edge was found, and the browser tests need one.
    Debian, Ubuntu: apt-get install chromium-headless-shell (or chromium)
    macOS:          brew install --cask google-chrome
    Windows:        winget install Google.Chrome
If there is one in another place, set {VARIABLE} to its full path.
To leave the browser tests out: python run.py test -m "not browser"
"""


def find_chromium() -> str | None:
    """Return the path of the browser, or None. A path set in KDCHECK_CHROMIUM comes first."""
    if chosen := os.environ.get(VARIABLE):
        return chosen if Path(chosen).is_file() else None
    for command in COMMANDS:
        if found := shutil.which(command):
            return found
    for place in USUAL_PLACES:
        for folder in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            place = place.replace(f"{{{folder}}}", os.environ.get(folder, ""))
        if Path(place).is_file():
            return place
    return None
