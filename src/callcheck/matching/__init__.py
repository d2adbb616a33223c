"""Matching: all phrases of all packs, found in one pass."""
