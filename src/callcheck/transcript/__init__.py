"""Readers: bytes in a source format become a Call."""
