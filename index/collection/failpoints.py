"""Named moments at which a crash must be harmless. They do nothing, until a test's child process arms one.

``reach`` is called at every step where the state on disk changes. A test runs the work in a child process,
arms a point with a function that kills the process, and then looks at what is left on disk.
"""

from __future__ import annotations

from collections.abc import Callable

_armed: Callable[[str], None] | None = None


def arm(action: Callable[[str], None] | None) -> None:
    """Call ``action`` with the name of every point that is reached from now on; None disarms."""
    global _armed
    _armed = action


def reach(name: str) -> None:
    """Say that the point ``name`` has been reached."""
    if _armed is not None:
        _armed(name)
