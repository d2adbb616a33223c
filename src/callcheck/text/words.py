"""Word edges: is a short match a word of its own, or part of another?

jieba's dictionary takes most of a second to load, so it is asked last.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from callcheck.text.fold import PAUSES


def on_word_edges(text: str, begin: int, end: int, hosts: Sequence[str], particles: str) -> bool:
    """Tell whether ``text[begin:end]`` begins and ends on word edges.

    ``hosts`` are words inside which the match is innocent (喂 in 喂药); they
    answer before the tokeniser does, as do pauses and particles on both sides.
    """
    word = text[begin:end]
    for host in hosts:
        if word in host and host != word and _inside(text, host, begin, end):
            return False
    apart = PAUSES + particles
    left = begin == 0 or text[begin - 1] in apart
    right = end == len(text) or text[end] in apart
    if left and right:
        return True
    edges = _edges(text)
    return begin in edges and end in edges


def _inside(text: str, host: str, begin: int, end: int) -> bool:
    at = text.find(host, max(0, end - len(host)))
    while 0 <= at <= begin:
        if at + len(host) >= end:
            return True
        at = text.find(host, at + 1)
    return False


@lru_cache(maxsize=256)
def _edges(text: str) -> frozenset[int]:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    edges = {0}
    for _, _, end in jieba.tokenize(text):
        edges.add(end)
    return frozenset(edges)
