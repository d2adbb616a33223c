"""Samples become clues with points: a logistic regression over short runs of characters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from callcheck.learn.samples import INNOCENT, Sample
from callcheck.matching.weigh import unquoted, weighed_places
from callcheck.text.fold import TURN_BREAK, Folding

LONGEST = 3
"""字 of the longest clue."""
_SAID, _BEFORE, _ANSWERED, _IS_ALONE = "said", "before", "answered", "alone"
_STEP = 5
"""Points are rounded to this."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """Points of clues by their written form: in the turn, and in those beside it."""

    base: int
    before: dict[str, int]
    said: dict[str, int]
    answered: dict[str, int]


def learn(
    samples: Sequence[Sample],
    folding: Folding,
    *,
    clues: int,
    beside: float = 1.0,
    before: bool = False,
    seldom: int = 3,
) -> tuple[Learnt, dict[str, Learnt]]:
    """Return the points of the ``clues`` most telling clues, and of each category's if several.

    A clue in the turns beside is trusted ``beside`` times as much as one in the turn
    itself (0 to 1); the turn before teaches only if ``before``.  Clues that fewer than
    ``seldom`` samples hold are left out.  The same samples in the same order give the
    same points.
    """
    features = _Features(samples, folding, seldom, beside, before)
    guilty = np.array([sample.category != INNOCENT for sample in samples])
    weight = np.array([sample.weight for sample in samples])
    model = _fit(features.matrix, guilty, weight)
    worth = np.abs(model.coef_[0] * features.shares)
    telling = np.argsort(-worth * np.sqrt(features.count), kind="stable")
    kept = np.sort(telling[:clues])
    model = _fit(features.matrix[:, kept], guilty, weight)
    overall = features.learnt(kept, model.coef_[0], model.intercept_[0])
    rows = np.flatnonzero(guilty)
    said = np.array([column for column in kept if features.names[column][0] == _SAID])
    categories = np.array([samples[int(row)].category for row in rows])
    if len(set(categories)) < 2:
        return overall, {}
    kinds = _fit(features.matrix[rows][:, said], categories, weight[rows])
    return overall, {
        str(category): features.learnt(said, kinds.coef_[number], kinds.intercept_[number])
        for number, category in enumerate(kinds.classes_)
    }


def _fit(matrix: csr_matrix, target: Any, weight: Any) -> Any:
    # Every class counts the same in all, whatever its samples weigh.
    sums = {label: weight[target == label].sum() for label in np.unique(target)}
    even = np.array([weight.sum() / len(sums) / sums[label] for label in target])
    return LogisticRegression(C=0.3, max_iter=3000).fit(matrix, target, sample_weight=weight * even)


class _Features:
    """The runs of characters in each sample, and how each is usually written."""

    def __init__(
        self,
        samples: Sequence[Sample],
        folding: Folding,
        seldom: int,
        beside: float,
        before: bool,
    ) -> None:
        self._folding = folding
        self._before = before
        self._written: dict[str, Counter[str]] = defaultdict(Counter)
        counter = CountVectorizer(analyzer=self._of, min_df=seldom, binary=True, dtype=np.float64)
        held = counter.fit_transform(samples)
        self.names: list[tuple[str, str]] = [
            tuple(name) for name in counter.get_feature_names_out()
        ]
        others = np.array([place in (_BEFORE, _ANSWERED) for place, _ in self.names])
        self.shares = np.where(others, beside, 1.0)
        self.matrix = csr_matrix(held.multiply(self.shares))
        self.count = np.asarray(held.sum(axis=0)).ravel()

    def _of(self, sample: Sample) -> Iterator[tuple[str, str]]:
        for run in self._runs(sample.said):
            yield _SAID, run
        if sample.alone:
            yield _IS_ALONE, ""
            return
        before = sample.before if self._before else ""
        for place, text in ((_BEFORE, before), (_ANSWERED, sample.answered)):
            for run in self._runs(text) if text else ():
                yield place, run

    def _runs(self, text: str) -> Iterator[str]:
        weighed, offsets = weighed_places(text, self._folding)
        text = unquoted(text)
        for size in range(1, LONGEST + 1):
            for at in range(len(weighed) - size + 1):
                run = weighed[at : at + size]
                if run != TURN_BREAK:
                    # A run's place counts the turn break before the text.
                    places = offsets[max(at - 1, 0) : at + size - 1]
                    self._written[run]["".join(text[place] for place in places)] += 1
                    yield run

    def learnt(self, columns: Iterable[int], weights: Any, intercept: float) -> Learnt:
        """Return points for the columns; what rounds to nothing is left out."""
        found: dict[str, dict[str, int]] = {_BEFORE: {}, _SAID: {}, _ANSWERED: {}}
        for column, weight in zip(columns, weights, strict=True):
            place, run = self.names[column]
            points = _points(weight * self.shares[column])
            written = self._spelling(run)
            if points and place in found and written:
                found[place][written] = points
        return Learnt(_points(intercept), *found.values())

    def _spelling(self, run: str) -> str | None:
        known = self._written.get(run)
        if not known:
            return None
        start, end = "^" * run.startswith(TURN_BREAK), "$" * run.endswith(TURN_BREAK)
        word = min(known, key=lambda word: (-known[word], word))
        return f"{start}{word}{end}"


def _points(weight: float) -> int:
    return round(weight * 100 / _STEP) * _STEP
