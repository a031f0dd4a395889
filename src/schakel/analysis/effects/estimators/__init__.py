"""Estimators: each turns the sums per school into an estimate and one influence sum per school."""
