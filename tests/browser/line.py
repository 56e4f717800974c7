"""A line between a browser and the app that can be cut: Chromium keeps a websocket when offline."""

import contextlib
import socket
import threading
from collections.abc import Iterator

from tests.conftest import Server


class Line:
    """Passes every connection to its port on to the app, until it is cut and after it is mended."""

    def __init__(self, port: int) -> None:
        self._app = ("localhost", port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._whole = True
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """End every connection, and each new one at once."""
        self._whole = False
        for end in self._open:
            with contextlib.suppress(OSError):  # it has ended by itself
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Pass connections on again."""
        self._whole = True

    def close(self) -> None:
        """Take no more connections."""
        self.cut()
        self._listening.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):  # the line is closed
            while True:
                browser, _ = self._listening.accept()
                if not self._whole:
                    browser.close()
                    continue
                app = socket.create_connection(self._app)
                self._open += [browser, app]
                for ends in ((browser, app), (app, browser)):
                    threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):  # the line is cut
            while data := source.recv(65_536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def line_to(server: Server) -> Iterator[Line]:
    """A line to the app, closed in the end."""
    line = Line(int(server.url.rpartition(":")[2]))
    try:
        yield line
    finally:
        line.close()
