"""The workflows in .github: what they may, when they run, and that their steps exist."""
