"""Editors: what ``lint`` and ``rules`` say, said while the text is written."""
