"""What visits cost the server in memory, and whether visits that ended are forgotten.

    python benchmarks/sessions_memory.py [visits]

Starts the app as a server and opens visits by the protocol a browser speaks, a thousand unless
told: each opens Welcome, presses an example, is shown its Results with every chart, and drops its
connection without a word. Prints the memory of the server's process before, while and after, then
what visits take that are all open at the same time. Linux only: memory is read from /proc.
"""

import asyncio
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

HOUSE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOUSE))

from tests.conftest import Server, free_port, wait_until_healthy  # noqa: E402

AT_ONCE = 8
WARM_UP = 150
"""More than the 128 dropped visits that Streamlit keeps."""
TOGETHER = 100
SHOWN_EVERY = 250
ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)
EXAMPLE = "example-natto"


@contextmanager
def running(log: Path) -> Iterator[tuple[Server, int]]:
    """Run the app; yield where it is and its process."""
    port = free_port()
    server = Server(f"http://localhost:{port}", log)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--logger.hideWelcomeMessage", "true"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=HOUSE, stdout=out, stderr=out)
        try:
            wait_until_healthy(process, server)
            yield server, process.pid
        finally:
            process.terminate()
            process.wait()


def memory_mb(pid: int) -> float:
    """Resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    if found is None:
        sys.exit("The server's memory cannot be read.")
    return int(found[1]) / 1024


def active(server: Server) -> int:
    """Visits that the server counts as connected."""
    with urlopen(f"{server.url}/_stcore/metrics") as answer:
        found = re.search(r"^active_sessions (\d+)$", answer.read().decode(), re.MULTILINE)
    return int(found[1]) if found else 0


async def shown(socket: ClientConnection) -> str:
    """Read what the server sends until its run has ended; return the id of the example's button."""
    example = ""
    async for frame in socket:
        message = ForwardMsg.FromString(bytes(frame))
        kind = message.WhichOneof("type")
        if kind == "delta" and EXAMPLE in message.delta.new_element.button.id:
            example = message.delta.new_element.button.id
        elif kind == "script_finished" and message.script_finished in ENDS:
            return example
    sys.exit("The server closed the connection.")


async def opened(server: Server) -> ClientConnection:
    """A visit that looks at the results of an example."""
    host = server.url.removeprefix("http://")
    socket = await connect(
        f"ws://{host}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None
    )
    await socket.send(BackMsg(rerun_script=ClientState()).SerializeToString())
    example = await shown(socket)
    if not example:
        sys.exit("Welcome has no button for the example.")
    pressed = WidgetState(id=example, trigger_value=True)
    state = ClientState(widget_states=WidgetStates(widgets=[pressed]))
    await socket.send(BackMsg(rerun_script=state).SerializeToString())
    await shown(socket)
    return socket


async def open_and_drop(server: Server, visits: int) -> None:
    """Open visits, a few at once, and cut each off as soon as it was shown its page."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with free:
            socket = await opened(server)
            socket.transport.abort()

    await asyncio.gather(*(one() for _ in range(visits)))


async def measure(server: Server, pid: int, visits: int) -> None:
    """Measure and print."""
    await open_and_drop(server, WARM_UP)
    print(f"after {WARM_UP} visits, to warm up: {memory_mb(pid):.0f} MB")
    for done in range(SHOWN_EVERY, visits + 1, SHOWN_EVERY):
        started = time.perf_counter()
        await open_and_drop(server, SHOWN_EVERY)
        rate = SHOWN_EVERY / (time.perf_counter() - started)
        print(
            f"after {done} more, opened and dropped: {memory_mb(pid):.0f} MB ({rate:.0f} a second)"
        )
    while active(server):
        await asyncio.sleep(0.1)
    before = memory_mb(pid)
    sockets = [await opened(server) for _ in range(TOGETHER)]
    after = memory_mb(pid)
    print(
        f"{active(server)} open together: {after:.0f} MB, {(after - before) / TOGETHER:.2f} MB each"
    )
    for socket in sockets:
        socket.transport.abort()
    while active(server):
        await asyncio.sleep(0.1)
    await open_and_drop(server, SHOWN_EVERY)
    print(f"after those were dropped, and {SHOWN_EVERY} more: {memory_mb(pid):.0f} MB")


def main() -> None:
    """Run the server and measure it."""
    visits = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "app.log") as (server, pid),
    ):
        print(f"before the first visit: {memory_mb(pid):.0f} MB")
        asyncio.run(measure(server, pid, visits))


if __name__ == "__main__":
    main()
