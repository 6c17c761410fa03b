"""Merging two cards of one person: field comparison, reassignments, plan.

Data walks field comparison → reassignments → plan; `registry/actions/merging.py` applies a plan and undoes it.
"""
