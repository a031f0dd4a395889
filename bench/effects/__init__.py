"""Measures the effect engine beside its peers."""
