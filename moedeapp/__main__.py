"""`python -m moedeapp` is the command line."""

import sys

from moedeapp.cli import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # The packed program is its own Python: here the process that makes the files begins.
        from multiprocessing import freeze_support

        freeze_support()
    main()
