"""Learning the points of clues from labelled calls: ``python -m callcheck.learn``."""
