"""The app with the headers of deploy/nginx on each answer; run by `streamlit run`."""

import os
import re
import sys
from pathlib import Path

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

ROOT = Path(__file__).resolve().parent.parent.parent
CONF = ROOT / "deploy" / "nginx" / "security_headers.conf"
HEADER = re.compile(r'^add_header ([A-Za-z-]+) "([^"]+)" always;$', re.MULTILINE)


def headers() -> dict[str, str]:
    """The headers of the file, by name."""
    return dict(HEADER.findall(CONF.read_text(encoding="utf-8")))


class AddHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = [(n.lower().encode(), v.encode()) for n, v in headers().items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self.headers]
            await send(message)

        await self.app(scope, receive, with_headers)


sys.path.insert(0, os.fspath(ROOT))
app = App(ROOT / "app.py", middleware=[Middleware(AddHeaders)])
