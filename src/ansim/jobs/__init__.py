"""What must happen by itself, at its time."""

from ansim.jobs.retention import sweep_now
from ansim.jobs.table import JOBS, Job
from ansim.jobs.worker import serve

__all__ = ["JOBS", "Job", "serve", "sweep_now"]
