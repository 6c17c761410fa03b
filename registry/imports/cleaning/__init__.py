"""Cleaning of single values. Every function is pure, takes any cell value, never raises, and leaves clean input alone."""
