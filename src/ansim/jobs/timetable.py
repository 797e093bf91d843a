"""The one table of periodic jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ansim.jobs.ask_tax_office import ask_tax_office
from ansim.jobs.deliver import deliver_now
from ansim.jobs.end_cases import end_cases
from ansim.jobs.end_training import end_training
from ansim.jobs.forget_at_vault import forget_at_vault
from ansim.jobs.forget_counts import forget_counts
from ansim.jobs.forget_exposures import forget_exposures
from ansim.jobs.forget_owners import forget_owners
from ansim.jobs.forget_sessions import forget_sessions
from ansim.jobs.list_turns import bulk_now, forget_lists
from ansim.jobs.part_tenants import part_tenants
from ansim.jobs.remind import remind_owners
from ansim.jobs.sweep import sweep_now
from ansim.jobs.tell_webhooks import tell_webhooks


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done again and again, safe to do twice. `every` in seconds; what `run` gives is logged."""

    name: str
    every: float
    run: Callable[[], object]


JOBS: Final[tuple[Job, ...]] = (
    Job("retention", 600.0, sweep_now),
    Job("owners", 3600.0, forget_owners),
    Job("cases", 3600.0, end_cases),
    Job("training cases", 3600.0, end_training),
    Job("vault", 3600.0, forget_at_vault),
    Job("sessions", 3600.0, forget_sessions),
    Job("counts", 21600.0, forget_counts),
    Job("exposures", 3600.0, forget_exposures),
    Job("reminders", 3600.0, remind_owners),
    Job("parts of sites", 3600.0, part_tenants),
    Job("outbox", 5.0, deliver_now),
    Job("lists", 1.0, bulk_now),
    Job("tax office", 30.0, ask_tax_office),
    Job("old lists", 3600.0, forget_lists),
    Job("webhooks", 5.0, tell_webhooks),
)
