"""Copy Streamlit's own static files to a folder for nginx, each with a compressed twin beside it.

    python deploy/precompress.py /var/www/kdcheck

Run it again after Streamlit was updated.
"""

import gzip
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

COMPRESSED = {".js", ".css", ".html", ".svg", ".json"}


def precompress(target: Path) -> tuple[int, int]:
    """Fill `target`/static; return the bytes of the files and of their twins."""
    streamlit = find_spec("streamlit")
    if streamlit is None or streamlit.origin is None:
        sys.exit("Streamlit is not installed in this Python: use the one in .venv")
    source = Path(streamlit.origin).parent / "static" / "static"
    shutil.rmtree(target / "static", ignore_errors=True)
    shutil.copytree(source, target / "static")
    plain = packed = 0
    for path in sorted((target / "static").rglob("*")):
        if path.suffix in COMPRESSED:
            content = path.read_bytes()
            twin = path.with_name(path.name + ".gz")
            twin.write_bytes(gzip.compress(content, 9, mtime=0))
            shutil.copystat(path, twin)
            plain += len(content)
            packed += twin.stat().st_size
    return plain, packed


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    before, after = precompress(Path(sys.argv[1]))
    print(f"{before / 1e6:.1f} MB of files, {after / 1e6:.1f} MB compressed")
