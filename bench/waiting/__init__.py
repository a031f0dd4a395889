"""Measures the waiting engine beside its peers."""
