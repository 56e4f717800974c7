"""Set up KD Check and run it: the same two commands on Linux, macOS and Windows.

python run.py app  [Streamlit's options]   start the app at http://localhost:8501
python run.py test [pytest's options]      run the tests

Both first make a virtual environment in .venv and install the exact packages they need,
again only when the requirements change.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit("KD Check needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "kdcheck-installed"  # says which packages .venv holds
UNFINISHED = "unfinished"
REQUIREMENTS = {"app": ROOT / "requirements.txt", "test": ROOT / "requirements-dev.txt"}
DEFAULT_PORT = 8501


def set_up(command: str) -> None:
    """Make .venv hold what `command` ("app" or "test") needs; exit with a message if it cannot."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in REQUIREMENTS.values()))
    wanted = f"{digest.hexdigest()} {command}"
    enough = {wanted, f"{digest.hexdigest()} test"}  # the test packages include the app's
    found = STAMP.read_text() if STAMP.exists() else ""
    if PYTHON.exists() and found in enough:
        return

    if found == UNFINISHED or not is_usable(PYTHON):
        make_venv()
    STAMP.write_text(UNFINISHED)
    print(f"Installing {REQUIREMENTS[command].name}; this can take some minutes ...", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--require-hashes", "--only-binary", ":all:", "-r", str(REQUIREMENTS[command])]
    if subprocess.run(pip).returncode != 0:
        sys.exit(
            f"\nThe packages in {REQUIREMENTS[command].name} could not be installed; the lines"
            " above say why. Is this computer online? Then run the same command again."
        )
    STAMP.write_text(wanted)


def is_usable(python: Path) -> bool:
    """Tell whether `python` runs, is new enough and has pip."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python, "-c", probe], capture_output=True).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    """Make .venv anew; exit with a message if Python's own parts for that are missing."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit(
            "This Python cannot make virtual environments. On Debian or Ubuntu, run\n"
            "    apt-get install python3-venv\n"
            "as root, then run the same command again."
        )
    print(f"Making a virtual environment in {VENV} ...", flush=True)
    if VENV.is_dir():
        shutil.rmtree(VENV)
    if subprocess.run([sys.executable, "-m", "venv", VENV]).returncode != 0:
        sys.exit(f"\nThe virtual environment {VENV} could not be made; the lines above say why.")


def app_command(options: list[str]) -> list[str]:
    """Return the Streamlit arguments that start the app; exit if its port is taken."""
    parser = argparse.ArgumentParser(prog="run.py app", add_help=False, allow_abbrev=False)
    parser.add_argument("--server.port", dest="port", type=port, default=DEFAULT_PORT)
    known, others = parser.parse_known_args(options)
    with socket.socket() as probe:
        probe.settimeout(0.5)
        if probe.connect_ex(("127.0.0.1", known.port)) == 0:
            sys.exit(
                f"Port {known.port} is in use, perhaps by KD Check itself. Stop that program, or"
                f" choose another port: python run.py app --server.port {known.port + 1}"
            )
    print(f"KD Check: http://localhost:{known.port} (Ctrl+C stops it)", flush=True)
    command = ["-m", "streamlit", "run", "app.py", "--server.port", str(known.port)]
    # The line above takes the place of Streamlit's welcome message, which advertises its tools
    # and, with no screen attached, asks an outside server for this computer's address.
    return [*command, "--logger.hideWelcomeMessage", "true", *others]


def port(text: str) -> int:
    """Return the port number written in `text`."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535")
    return int(text)


def main(arguments: list[str]) -> int:
    """Run the command line; return the exit code of what it started."""
    if not arguments or arguments[0] not in REQUIREMENTS:
        print(__doc__)
        return 0 if arguments in (["-h"], ["--help"]) else 2
    command, options = arguments[0], arguments[1:]
    os.chdir(ROOT)
    set_up(command)
    module = app_command(options) if command == "app" else ["-m", "pytest", *options]
    started = [str(PYTHON), *module]
    if os.name == "posix":
        os.execv(PYTHON, started)  # so that a signal meant for the app reaches it
    return subprocess.run(started).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
