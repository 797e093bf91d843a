"""A hall full of people: one case, and as many contacts as a test wants, apart from the scene that others share."""

import secrets
from datetime import datetime, timedelta

from ansim.tracing.process.calls import Window
from support.by_person import ByPerson
from support.patience import until
from support.scene import Scene, sign_up, visit
from support.system import System


def set_crowd(system: System, count: int, at: datetime) -> Scene:
    """The case at a hall from `at` on for three hours; `count` people nobody knows by number, each for a while.

    Every third one did not check out. The tracer has taken them in.
    """
    from ansim.business.models import Venue
    from ansim.domain.categories import Category
    from ansim.domain.identifiers import new_person_id

    phone = f"010-0000-{secrets.randbelow(1000) + 8000}"
    case = sign_up(system, "윤가람", phone)
    hall = Venue.objects.create(
        name=f"바람 예식장 {phone[-4:]}", category=Category.EVENT, district="노형동"
    ).id
    visit(system, case, hall, at, 180)
    guests = [new_person_id() for _ in range(count)]
    for number, guest in enumerate(guests):
        began = at + timedelta(minutes=3 * number % 150)
        visit(system, guest, hall, began, None if number % 3 == 0 else 20 + number % 90)
    people = {"윤가람": case, **{str(number): one for number, one in enumerate(guests)}}
    window = Window(int(at.timestamp()) - 3600, int(at.timestamp()) + 12 * 3600)  # type: ignore[arg-type]
    tracer = ByPerson(system)
    until(lambda: len(tracer.itinerary(guests[-1], window)) >= 1, "the tracer takes the crowd in")
    return Scene(phone, {"바람 예식장": hall}, people, {"윤가람": phone}, at)
