"""The infectious window of a case whose symptoms began after it was notified by its specimen."""

from dataclasses import dataclass
from datetime import date

from ansim.domain.infectious import infectious_window
from ansim.domain.notification import CaseBounds
from ansim.domain.pathogens import Anchor, Preset


@dataclass(frozen=True, slots=True)
class WindowByOnset:
    """The window by the onset (`wanted`) and what of it the notification lets be looked up (`within`), epoch seconds.

    `within` is None where no moment of it is. Bounds never widen: what lies outside wants another notification.
    """

    wanted: tuple[int, int]
    within: tuple[int, int] | None

    @property
    def is_cut(self) -> bool:
        """Whether a part of it lies outside of the bounds."""
        return self.within != self.wanted


def window_by_onset(
    preset: Preset, onset: date, bounds: CaseBounds, today: date
) -> WindowByOnset | None:
    """The window that the onset gives; None where the disease does not count from one."""
    if Anchor.SYMPTOM_ONSET not in preset.anchors:
        return None
    hours = preset.infectious_start_h.value or 0
    wanted = infectious_window(onset, hours, preset.infectious_end_h.value, today)
    start, end = max(wanted[0], bounds.start), min(wanted[1], bounds.end)
    return WindowByOnset(wanted, (start, end) if start < end else None)
