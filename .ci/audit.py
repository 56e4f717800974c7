"""Ask the vulnerability service about the pinned packages of a requirements file.

    python .ci/audit.py requirements-dev.txt

Exits with 1 where a package has a known vulnerability, or where the file cannot be read. Where the
service does not answer, or does not know a package, it says so: such a package was not audited.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS_FOR_ONE = 20
SECONDS_FOR_ALL = 900
NO_ANSWER = re.compile(
    r"ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Max retries exceeded"
    r"|network may be blocking"
)


def run_pip_audit(requirements: str) -> tuple[dict | None, str]:
    """What pip-audit found, or None; and what it said."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.json"
        command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip"]
        command += ["-r", requirements, "-f", "json", "-o", str(found)]
        command += ["--progress-spinner", "off", "--timeout", str(SECONDS_FOR_ONE)]
        try:
            run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_FOR_ALL)
        except subprocess.TimeoutExpired:
            return None, "ReadTimeout"
        return (json.loads(found.read_text()) if found.exists() else None), run.stderr


def report(found: dict | None, said: str) -> tuple[str, int]:
    """The outcome in words, and the exit code."""
    if found is None:
        if NO_ANSWER.search(said):
            return "NOT AUDITED: the vulnerability service cannot be reached from here.", 0
        return f"pip-audit failed:\n{said}", 1
    packages = found["dependencies"]
    vulnerable = [
        f"{p['name']} {p['version']}: {v['id']}, mended in {', '.join(v['fix_versions']) or '-'}"
        for p in packages
        for v in p.get("vulns", ())
    ]
    skipped = [p["name"] for p in packages if "skip_reason" in p]
    lines = [f"{len(packages) - len(skipped)} of {len(packages)} packages audited."]
    if skipped:
        lines.append(f"NOT AUDITED: the service does not know {', '.join(skipped)}.")
    return "\n".join([*lines, *vulnerable]), int(bool(vulnerable))


if __name__ == "__main__":
    words, code = report(*run_pip_audit(sys.argv[1]))
    print(words)
    sys.exit(code)
