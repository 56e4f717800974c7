"""Delete what is left of ended workshops: `python -m workshop`.

The running app does so by itself; this is for the moment before it starts.
"""

import sys

from workshop.errors import WorkshopError
from workshop.store import Store


def main() -> int:
    """Delete; return the exit code."""
    try:
        store = Store()
        if store.exists():
            store.delete_ended()
    except WorkshopError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
