"""Barid: raw news pages in, articles, stories and self-revising incident alerts out."""

__version__ = "0.1.0"
