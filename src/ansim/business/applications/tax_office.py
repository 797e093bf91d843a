"""What the tax office says of business numbers: 국세청's look-up of status and 진위확인, in their published form.

    POST {url}/status?serviceKey=…    {"b_no": ["1234567891", …]}
    POST {url}/validate?serviceKey=…  {"businesses": [{"b_no", "start_dt", "p_nm", …}]}

At most a hundred numbers a call. Whatever goes wrong means *not reachable*: a clerk looks, and no owner is sent away.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Protocol
from urllib.parse import unquote

import httpx

from ansim.domain.registration import Shown, TaxState

log = logging.getLogger(__name__)
MOST_A_CALL: Final = 100
STATES: Final[Mapping[str, TaxState]] = MappingProxyType(
    {"01": TaxState.ACTIVE, "02": TaxState.SUSPENDED, "03": TaxState.CLOSED, "": TaxState.UNKNOWN}
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What an owner says of a business. The representative's name is asked, compared and never stored."""

    number: str
    opened: date
    representative: str


class TaxOffice(Protocol):
    """Who knows business numbers."""

    def states(self, numbers: Sequence[str]) -> dict[str, TaxState]:
        """The state of each number."""

    def shown(self, claim: Claim) -> Shown:
        """What a claim shows: the number's state, and whether date and name belong to it."""


class Odcloud:
    """The tax office by its service at the public data portal. `url` ends before `/status`."""

    def __init__(self, url: str, key: str, timeout: float) -> None:
        # The portal hands the key out in two forms, plain and percent-encoded; httpx encodes it itself.
        self._key = unquote(key)
        self._http = httpx.Client(base_url=url, timeout=timeout)

    def states(self, numbers: Sequence[str]) -> dict[str, TaxState]:
        """The state of each number, a hundred a call; UNREACHABLE for those that were not answered."""
        found = dict.fromkeys(numbers, TaxState.UNREACHABLE)
        unique = list(found)
        for start in range(0, len(unique), MOST_A_CALL):
            some = unique[start : start + MOST_A_CALL]
            for row in self._ask("status", {"b_no": some}):
                if (number := str(row.get("b_no", ""))) in found:
                    found[number] = _state(row)
        return found

    def shown(self, claim: Claim) -> Shown:
        """What a claim shows. A claim that does not fit says nothing of the number, so its state is asked as well."""
        asked = {
            "b_no": claim.number,
            "start_dt": f"{claim.opened:%Y%m%d}",
            "p_nm": claim.representative,
            "p_nm2": "",
            "b_nm": "",
            "corp_no": "",
            "b_sector": "",
            "b_type": "",
            "b_adr": "",
        }
        rows = self._ask("validate", {"businesses": [asked]})
        if not rows or rows[0].get("b_no") != claim.number:
            return Shown(TaxState.UNREACHABLE)
        if rows[0].get("valid") == "01" and isinstance(status := rows[0].get("status"), dict):
            return Shown(_state(status), genuine=True)
        return Shown(self.states([claim.number])[claim.number], genuine=False)

    def _ask(self, what: str, body: Mapping[str, object]) -> list[dict[str, Any]]:
        """The rows of an answer; none where it is no answer. Neither key nor number gets into the log."""
        try:
            answer = self._http.post(f"/{what}", params={"serviceKey": self._key}, json=body)
            answer.raise_for_status()
            rows = answer.json()["data"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            log.warning("the tax office did not answer %s: %s", what, type(error).__name__)
            return []
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


class NoTaxOffice:
    """Where no key is set: nothing is known, a clerk decides."""

    def states(self, numbers: Sequence[str]) -> dict[str, TaxState]:
        """UNREACHABLE for all."""
        return dict.fromkeys(numbers, TaxState.UNREACHABLE)

    def shown(self, claim: Claim) -> Shown:  # noqa: ARG002 the protocol's
        """Nothing."""
        return Shown(TaxState.UNREACHABLE)


def _state(row: Mapping[str, Any]) -> TaxState:
    # A number that it does not know comes back with empty codes and a sentence in `tax_type`.
    return STATES.get(str(row.get("b_stt_cd", "") or ""), TaxState.UNREACHABLE)
