"""What must happen by itself, at its time."""

from ansim.jobs.sweep import sweep_now
from ansim.jobs.timetable import JOBS, Job
from ansim.jobs.worker import serve

__all__ = ["JOBS", "Job", "serve", "sweep_now"]
