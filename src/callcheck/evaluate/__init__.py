"""Evaluation: what the rules find, held against what people heard."""
