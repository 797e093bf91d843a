"""The worker as it runs: a message of a decision reaches the number that only the vault can open."""

from ansim.processes import Household
from support.house import House, Open
from support.owner import messages_to, sign_in
from support.patience import until


def test_a_queued_message_arrives_by_worker_and_vault(browse: Open, house: House) -> None:
    from ansim.business.telling import tell
    from ansim.notices.words import Template

    house.need("vault")
    owner = sign_in(browse)
    tell(
        owner.account,
        Template.DUTY_BEGINS,
        venue="바람 카페",
        day="12월 1일",
        url="http://localhost/",
    )
    # A worker of this test's own: another would empty the outbox under the tests beside it.
    worker = Household(["worker"])
    worker.start()
    try:
        until(lambda: any("의무" in text for text in messages_to(owner.phone)), "it arrives")
    finally:
        worker.stop()
    assert sum("바람 카페" in text for text in messages_to(owner.phone)) == 1
