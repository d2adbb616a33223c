"""Text: a string becomes a folded string with a map back."""
