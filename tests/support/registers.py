"""The tax office and the address service as they answer over HTTP, in their published request form, with invented rows.

Each refuses what the real one refuses: another path or method, a missing key, more than a hundred numbers.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TAX_KEY = "tax key+/=="
ADDRESS_KEY = "devU01TX0FVVEg="
PLACE_KEY = "devU01TX1BMQUNF"


@dataclass
class Business:
    """A row of the tax office."""

    representative: str
    opened: str  # YYYYMMDD
    state: str = "01"


@dataclass
class Registers:
    """Both services at one address. `down` makes them answer 503; `asked` keeps what was asked, by route."""

    businesses: dict[str, Business] = field(default_factory=dict)
    houses: list[dict[str, Any]] = field(default_factory=list)
    down: bool = False
    asked: list[tuple[str, Any]] = field(default_factory=list)
    address: str = ""

    def environment(self) -> dict[str, str]:
        """What a process is told to find them."""
        return {
            "ANSIM_TAX_OFFICE_URL": f"{self.address}/api/nts-businessman/v1",
            "ANSIM_TAX_OFFICE_KEY": TAX_KEY,
            "ANSIM_ADDRESSES_URL": f"{self.address}/addrlink",
            "ANSIM_ADDRESSES_KEY": ADDRESS_KEY,
            "ANSIM_ADDRESSES_PLACE_KEY": PLACE_KEY,
        }

    def status(self, body: dict[str, Any]) -> dict[str, Any]:
        numbers = body["b_no"]
        if len(numbers) > 100:
            return {"status_code": "TOO_LARGE_REQUEST"}
        rows = [self._status_of(number) for number in numbers]
        return {
            "status_code": "OK",
            "request_cnt": len(numbers),
            "match_cnt": sum(bool(row["b_stt_cd"]) for row in rows),
            "data": rows,
        }

    def validate(self, body: dict[str, Any]) -> dict[str, Any]:
        rows = []
        for asked in body["businesses"]:
            known = self.businesses.get(asked["b_no"])
            fits = known is not None and (known.representative, known.opened) == (
                asked["p_nm"],
                asked["start_dt"],
            )
            row: dict[str, Any] = {"b_no": asked["b_no"], "valid": "01" if fits else "02"}
            row["request_param"] = {key: value for key, value in asked.items() if value}
            if fits:
                row["status"] = self._status_of(asked["b_no"])
            else:
                row["valid_msg"] = "확인할 수 없습니다."
            rows.append(row)
        return {"status_code": "OK", "request_cnt": len(rows), "valid_cnt": 0, "data": rows}

    def search(self, asked: dict[str, str]) -> dict[str, Any]:
        words = asked["keyword"].split()
        found = [house for house in self.houses if all(word in house["roadAddr"] for word in words)]
        common = {"errorCode": "0", "errorMessage": "정상", "totalCount": str(len(found))}
        if len(asked["keyword"]) < 2:
            common["errorCode"] = "E0008"
        return {"results": {"common": common, "juso": [_public(house) for house in found[:10]]}}

    def place(self, asked: dict[str, str]) -> dict[str, Any]:
        marks = ("admCd", "rnMgtSn", "udrtYn", "buldMnnm", "buldSlno")
        found = [
            {"entX": house["entX"], "entY": house["entY"], "bdNm": house["bdNm"]}
            for house in self.houses
            if all(house[mark] == asked[mark] for mark in marks)
        ]
        common = {"errorCode": "0", "errorMessage": "정상", "totalCount": str(len(found))}
        return {"results": {"common": common, "juso": found}}

    def _status_of(self, number: str) -> dict[str, Any]:
        known = self.businesses.get(number)
        if known is None:
            sentence = "국세청에 등록되지 않은 사업자등록번호입니다."
            return {"b_no": number, "b_stt": "", "b_stt_cd": "", "tax_type": sentence}
        names = {"01": "계속사업자", "02": "휴업자", "03": "폐업자"}
        return {
            "b_no": number,
            "b_stt": names[known.state],
            "b_stt_cd": known.state,
            "tax_type": "부가가치세 일반과세자",
            "tax_type_cd": "01",
            "end_dt": "20240131" if known.state == "03" else "",
        }


def _public(house: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in house.items() if key not in {"entX", "entY"}}


def house(road: str, district: str, number: str, place: tuple[float, float]) -> dict[str, Any]:
    """A building of the address service; `place` in degrees."""
    from pyproj import Transformer

    east, north = Transformer.from_crs(4326, 5179, always_xy=True).transform(place[1], place[0])
    return {
        "roadAddr": f"{road} {number} ({district})",
        "roadAddrPart1": f"{road} {number}",
        "jibunAddr": f"{district} 1000",
        "zipNo": "63000",
        "admCd": "5011012800",
        "rnMgtSn": "501103350001",
        "bdMgtSn": "5011012800100010000000001",
        "bdNm": "",
        "siNm": "제주특별자치도",
        "sggNm": "제주시",
        "emdNm": district,
        "udrtYn": "0",
        "buldMnnm": number,
        "buldSlno": "0",
        "entX": f"{east:.3f}",
        "entY": f"{north:.3f}",
    }


@contextmanager
def open_registers() -> Iterator[Registers]:
    """Both services on a free port of this machine."""
    registers = Registers()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(registers))
    registers.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield registers
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(registers: Registers) -> type[BaseHTTPRequestHandler]:
    posts: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "/api/nts-businessman/v1/status": registers.status,
        "/api/nts-businessman/v1/validate": registers.validate,
    }
    gets: dict[str, tuple[str, Callable[[dict[str, str]], dict[str, Any]]]] = {
        "/addrlink/addrLinkApi.do": (ADDRESS_KEY, registers.search),
        "/addrlink/addrCoordApi.do": (PLACE_KEY, registers.place),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            registers.asked.append((parts.path, body))
            if parts.path not in posts or registers.down:
                self._answer(503 if registers.down else 404, {})
            elif parse_qs(parts.query).get("serviceKey") != [TAX_KEY]:
                self._answer(401, {"code": -401, "msg": "유효하지 않은 인증키 입니다."})
            elif self.headers["Content-Type"] != "application/json":
                self._answer(400, {"code": -5, "msg": "http-error"})
            else:
                self._answer(200, posts[parts.path](body))

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            registers.asked.append((parts.path, asked))
            if parts.path not in gets or registers.down:
                self._answer(503 if registers.down else 404, {})
                return
            key, answer = gets[parts.path]
            if asked.get("confmKey") != key or asked.get("resultType") != "json":
                error = {"errorCode": "E0001", "errorMessage": "승인되지 않은 KEY 입니다."}
                self._answer(200, {"results": {"common": error, "juso": None}})
            else:
                self._answer(200, answer(asked))

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            content = json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            pass

    return Handler
