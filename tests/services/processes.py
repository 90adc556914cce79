"""See a process of another's end, by its descriptor: a process id may be given to the next."""

import os
import select


def has_ended(descriptor: int, timeout_seconds: float) -> bool:
    """Wait for the process of `os.pidfd_open`, and say whether it ended in time (Linux only)."""
    try:
        return bool(select.select([descriptor], [], [], timeout_seconds)[0])
    finally:
        os.close(descriptor)
