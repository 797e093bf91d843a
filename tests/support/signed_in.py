"""Staff who are signed in: by a session as their portal would have made it, or by the whole way over the signing page."""

from typing import Any

from support.authenticator import Device
from support.sessions import HOME, session_of_staff
from support.signing import answer_of, assertion, passkey, text_in


def let_in(page: Any, address: str, login: str) -> None:
    """Sign one of the cast in, in a browser of Playwright's; the page stands at the portal's first page afterwards."""
    portal, session = session_of_staff(login)
    cookie = {"name": f"ansim_{portal}", "value": session, "url": address}
    page.context.add_cookies([cookie])
    page.goto(address + HOME[portal])


def sign_in_by_key(browser: Any, login: str, staff: str, device: Device | None = None) -> Any:
    """The whole way of a sign-in over HTTP; gives the answer to the signature."""
    text = text_in(browser.post("/sign-in").text)
    answer = answer_of(text, assertion(device or passkey(login, staff), text, staff))
    return browser.post("/signed/sign-in", answer=answer)
