"""The AWS emulator: its process, our patches to its application, the start of its functions."""
