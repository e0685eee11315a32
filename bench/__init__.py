"""Measurements, each figure as a ratio within one run: `python -m bench`."""
