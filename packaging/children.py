"""Runs in the packed program before all else: gives other programs the machine's own libraries.

On Linux the packed program finds its libraries by LD_LIBRARY_PATH, and whatever it starts (a PDF
viewer, a question about the network) would find them as well, and fail on them.
"""

import os

before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if before is not None:
    os.environ["LD_LIBRARY_PATH"] = before
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
