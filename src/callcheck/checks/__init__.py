"""Checks: a Call, its hits and a rule become findings."""
