"""Read the file of a stranger in a process of its own, which damage may end.

Its memory and time are limited, and whatever becomes of it this process goes on.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from ..errors import Fault, ResponsesError
from ..languages import _, current

_MEMORY = 3 * 1024**3
_SECONDS = 120


def run(module: str, arguments: Sequence[str], name: str, allowed: str) -> Any:
    """Run a module of this package as a program and return what it said.

    Args:
        module: Its dotted name. It is given the arguments and then the language in use, and ends
            by `say` or `refuse`.
        arguments: What it is told.
        name: What errors call the file.
        allowed: What the file may be, in words.

    Raises:
        ResponsesError: It refused the file, broke down over it or took too long.
    """
    command = [sys.executable, "-P", "-m", module, *arguments, current()]
    # It finds this package where this process does, from whatever folder that was started.
    found_in = os.pathsep.join(path or os.getcwd() for path in sys.path)
    try:
        done = subprocess.run(
            command,
            env=os.environ | {"PYTHONPATH": found_in},
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        fault = Fault(0, "", _("a file that takes too long to unpack"), allowed)
        raise ResponsesError(name, [fault]) from None
    if done.returncode or not done.stdout:
        found = _("a damaged file, or one that is too large unpacked")
        raise ResponsesError(name, [Fault(0, "", found, allowed)])
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise ResponsesError(name, [Fault(**answer["fault"])])
    return answer["said"]


def say(said: Any) -> int:
    """In the process of its own: hand back what came of the file, as JSON can hold it."""
    print(json.dumps({"said": said}))  # noqa: T201 what another process reads
    return 0


def refuse(fault: Fault) -> int:
    """In the process of its own: refuse the file."""
    print(json.dumps({"fault": vars(fault)}))  # noqa: T201 what another process reads
    return 0


def limit_memory() -> None:
    """Let the system refuse more memory, and keep no image of it, where the system can do that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
