"""The AWS emulator: its process, our patches to its application, the start of its functions."""

import sys

# Before the emulator is imported. It has no use for Docker here, and to load the library takes a
# quarter of its start.
sys.modules["docker"] = None  # type: ignore[assignment]
