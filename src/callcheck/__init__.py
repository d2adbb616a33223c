"""Rule engine and compliance linter for call transcripts."""

__version__ = "0.1.0"
