"""Schakel: from a school's question to help within a week, and to what it changed."""

__version__ = "0.1.0"
