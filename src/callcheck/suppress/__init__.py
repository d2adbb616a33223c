"""Findings that a person has answered for: by configuration, sidecar file or baseline."""
