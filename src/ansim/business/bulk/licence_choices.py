"""Kinds of licences that the official list lacks: what clerks chose for them holds for every later file, and for this one."""

import json
from typing import Final

from django.db import transaction
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.business.bulk import list_statements
from ansim.business.bulk.comparing import compare
from ansim.business.bulk.list_steps import note_step
from ansim.business.bulk.task_progress import Progress
from ansim.business.imports import Chosen, chosen_in, kind_chosen
from ansim.business.models import LicenceChoice, Upload
from ansim.domain.facilities import Facility
from ansim.domain.venue_lists import ListAct, UploadState

NO_PLACE: Final = "none"
"""What stands for "nobody visits" in a form."""
_SHOWN_NAME: Final = 60  # a step keeps no more of a name


def chosen_licences() -> Chosen:
    """What was chosen, by the name of the kind; None: no place."""
    return chosen_in(LicenceChoice.objects.values_list("name", "kind_of_site"))


def keep_choices(upload: Upload | None, choices: Chosen, staff: Staff) -> None:
    """Keep what a clerk chose, in the caller's transaction; each is a step of the file at hand."""
    for name, facility in choices.items():
        LicenceChoice.objects.update_or_create(
            name=name,
            defaults={"kind_of_site": facility or "", "staff": staff, "at": Now()},
        )
        if upload is not None:
            count = int(upload.unknown_licences.get(name, 0))
            note_step(
                upload,
                ListAct.KIND_CHOSEN,
                staff=staff,
                counts={"rows": count},
                why=f"{name[:_SHOWN_NAME]}: {facility or NO_PLACE}",
            )


def compare_again(upload_id: int, progress: Progress) -> None:
    """Give the rows of unknown kinds what was chosen for these, and compare the file anew; it is READY then."""
    with transaction.atomic():
        list_statements.rows("lock_list", upload=upload_id)
        upload = Upload.objects.select_related("venue_list").get(pk=upload_id)
        if upload.state != UploadState.READING:
            return
        progress.steps(2)
        for name, facility in chosen_licences().items():
            if name in upload.unknown_licences:
                _give(upload, name, facility)
        progress.step()
        compare(upload)
        progress.step()


def _give(upload: Upload, name: str, facility: Facility | None) -> None:
    kind = kind_chosen(facility)
    why = kind.no_place
    list_statements.run(
        "choose",
        upload=upload.pk,
        licence=name,
        category=kind.category,
        kind=facility or "",
        said="venue" if kind.category else "aside",
        reasons=json.dumps(
            [{"aside": "nobody visits", "ko": why.ko, "en": why.en}] if why else [],
            ensure_ascii=False,
        ),
    )
