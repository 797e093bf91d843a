"""A server of map tiles, where this installation has one: `ANSIM_TILES_URL` and `ANSIM_TILES_CREDIT`."""

import os
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from ansim.domain.errors import AnsimError

_HOST: Final = re.compile(r"[a-z0-9.-]+(:\d{1,5})?")
_LOCAL: Final = frozenset({"localhost", "127.0.0.1"})


class TilesUrlError(AnsimError):
    """The address of the tile server is none that a page could let in."""


@dataclass(frozen=True, slots=True)
class TileServer:
    """Where tiles come from (`{z}`, `{x}`, `{y}` in the address), whom the map credits, and the one host that is let in."""

    url: str
    credit: str
    origin: str

    def tile(self, zoom: int, x: int, y: int) -> str:
        """The address of a tile."""
        return self.url.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))


def tile_server() -> TileServer | None:
    """The server, or None: then the map is drawn of boundaries alone. Raises TilesUrlError."""
    url = os.environ.get("ANSIM_TILES_URL", "").strip()
    if not url:
        return None
    parts = urlsplit(url)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)
    if not (safe and _HOST.fullmatch(parts.netloc) and all(f"{{{one}}}" in url for one in "zxy")):
        raise TilesUrlError(
            "ANSIM_TILES_URL is no address of tiles: write https://HOST/{z}/{x}/{y}.png"
        )
    credit = os.environ.get("ANSIM_TILES_CREDIT", "").strip() or parts.netloc
    return TileServer(url, credit, f"{parts.scheme}://{parts.netloc}")
