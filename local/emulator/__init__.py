"""The AWS emulator: its process, its application as we mend it, and the functions it runs."""
