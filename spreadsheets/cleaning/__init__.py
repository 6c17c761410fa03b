"""Cleaning of single values: pure functions that take any cell, never raise, and leave clean input alone."""
