"""Handlers to compare with, as their authors commonly write them. Each runs on its own."""
