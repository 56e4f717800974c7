"""A line between a browser and the app that can be cut: Chromium keeps a websocket when offline."""

import contextlib
import socket
import threading
from collections.abc import Iterator

from tests.conftest import Server


class Line:
    """Passes every connection to its port on to the app, until it is cut and after it is mended.

    What the app says can be held back meanwhile.
    """

    def __init__(self, port: int) -> None:
        self._app = ("localhost", port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._whole = True
        self._answers_pass = threading.Event()
        self._answers_pass.set()
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """End every connection, and each new one at once."""
        self._whole = False
        self.let_answers_through()
        for end in self._open:
            with contextlib.suppress(OSError):  # it has ended by itself
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Pass connections on again."""
        self._whole = True

    def hold_answers(self) -> None:
        """Keep back what the app says; it hears the browser."""
        self._answers_pass.clear()

    def let_answers_through(self) -> None:
        """Pass on what was kept back, and all that follows."""
        self._answers_pass.set()

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
                try:
                    app = socket.create_connection(self._app)
                except ConnectionRefusedError:  # it is down
                    browser.close()
                    continue
                self._open += [browser, app]
                free = threading.Event()
                free.set()
                for way in ((browser, app, free), (app, browser, self._answers_pass)):
                    threading.Thread(target=self._pass_on, args=way, daemon=True).start()

    def _pass_on(
        self, source: socket.socket, target: socket.socket, passes: threading.Event
    ) -> None:
        try:
            while data := source.recv(65_536):
                passes.wait()
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:  # cut, or broken off at one end: the other end must not wait for it
            for end in (source, target):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def line_to(server: Server) -> Iterator[Line]:
    """A line to the app, closed in the end."""
    line = Line(int(server.url.rpartition(":")[2]))
    try:
        yield line
    finally:
        line.close()
