"""``python app.py`` is ``onrecord serve``: the chat in a browser, with defaults."""

from __future__ import annotations

import sys

from assistant.cli import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
