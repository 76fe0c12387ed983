"""The embedded stage: the unmodified program on a local AWS emulator."""
