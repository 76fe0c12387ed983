"""Tests of tools/delivery."""
