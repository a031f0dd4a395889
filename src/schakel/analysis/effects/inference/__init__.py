"""Inference with few treated schools: permutation, wild bootstrap, jackknife, bands, and the verdict."""
