"""The same searches on plain arrays: numpy over a sorted log, and Polars."""

from typing import Any

import numpy as np
import polars as pl

from benchmarks.questions import MINIMUM, WINDOW, Question, Rival
from benchmarks.scenes import Scene


class SortedNumpy(Rival):
    name = "sorted numpy"

    def __init__(self, scene: Scene) -> None:
        log = scene.log
        order = np.lexsort((log.entered, log.venue))
        self.person, self.entered, self.left = (
            log.person[order],
            log.entered[order],
            log.left[order],
        )
        self.offsets = np.searchsorted(log.venue[order], np.arange(scene.index.snapshot.venues + 1))
        by_person = np.argsort(log.person, kind="stable")
        self.mine, self.log = (
            np.split(
                by_person,
                np.searchsorted(log.person[by_person], np.arange(1, scene.index.snapshot.people)),
            ),
            log,
        )
        self.start, self.end = scene.bounds[-1] - WINDOW, scene.bounds[-1]

    def _pairs(self, venue: int, entered: int, left: int, me: int) -> tuple[Any, Any]:
        low, high = self.offsets[venue], self.offsets[venue + 1]
        high = low + np.searchsorted(self.entered[low:high], left)
        overlap = np.minimum(self.left[low:high], left) - np.maximum(
            self.entered[low:high], entered
        )
        chosen = (overlap > 0) & (self.person[low:high] != me)
        return self.person[low:high][chosen], overlap[chosen]

    def stay(self, question: Question) -> int:
        _person, overlap = self._pairs(
            question.venue, question.entered, question.left, question.person
        )
        return int((overlap >= MINIMUM).sum())

    def itinerary(self, question: Question) -> int:
        people, overlaps = [], []
        for row in self.mine[question.person]:
            entered, left = (
                max(self.log.entered[row], self.start),
                min(self.log.left[row], self.end),
            )
            if left > entered:
                person, overlap = self._pairs(self.log.venue[row], entered, left, question.person)
                people.append(person)
                overlaps.append(overlap)
        if not people:
            return 0
        _who, place = np.unique(np.concatenate(people), return_inverse=True)
        return int((np.bincount(place, np.concatenate(overlaps)) >= MINIMUM).sum())


class Polars(Rival):
    name = "Polars"

    def __init__(self, scene: Scene) -> None:
        log = scene.log
        self.frame = pl.DataFrame(
            {"person": log.person, "venue": log.venue, "entered": log.entered, "left": log.left}
        ).sort("venue", "entered")
        self.start, self.end = scene.bounds[-1] - WINDOW, scene.bounds[-1]

    def stay(self, question: Question) -> int:
        overlap = pl.min_horizontal("left", pl.lit(question.left)) - pl.max_horizontal(
            "entered", pl.lit(question.entered)
        )
        return self.frame.filter(
            (pl.col("venue") == question.venue)
            & (pl.col("person") != question.person)
            & (overlap >= MINIMUM)
        ).height

    def itinerary(self, question: Question) -> int:
        mine = (
            self.frame.filter(pl.col("person") == question.person)
            .select(
                "venue",
                a=pl.max_horizontal("entered", pl.lit(self.start)),
                b=pl.min_horizontal("left", pl.lit(self.end)),
            )
            .filter(pl.col("b") > pl.col("a"))
        )
        near = self.frame.filter(
            pl.col("venue").is_in(mine["venue"].implode()) & (pl.col("person") != question.person)
        )
        overlap = pl.min_horizontal("left", "b") - pl.max_horizontal("entered", "a")
        joined = near.join(mine, on="venue").with_columns(o=overlap).filter(pl.col("o") > 0)
        return (
            joined.group_by("person").agg(pl.col("o").sum()).filter(pl.col("o") >= MINIMUM).height
        )
