"""The engine of iPhones: WebKitGTK's small browser on a display of its own, driven as a visitor would."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import WebKitGTK, WebKitGTKOptions
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service

from support.patience import PATIENCE
from support.system_needs import mini_browser


@contextmanager
def display() -> Iterator[str]:
    """A display that nobody sees; gives its name."""
    ours, theirs = os.pipe()
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x1024x24"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([*command, "-nolisten", "tcp"], pass_fds=[theirs], **quiet)
    os.close(theirs)
    try:
        with os.fdopen(ours) as said:
            yield f":{said.readline().strip()}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


@contextmanager
def opened(home: Path, origin: str) -> Iterator["WebKit"]:
    """A browser with its own empty home, for one site; it is closed at the end."""
    options = WebKitGTKOptions()
    options.binary_location = str(mini_browser())
    options.add_argument("--automation")
    with display() as name:
        environment = {**os.environ, "DISPLAY": name, "HOME": str(home), "XDG_DATA_HOME": str(home)}
        environment["GDK_BACKEND"] = "x11"
        service = Service(shutil.which("WebKitWebDriver"), env=environment)
        driver = WebKitGTK(options, service)
        try:
            driver.set_window_size(430, 900)
            yield WebKit(driver, origin)
        finally:
            driver.quit()


class WebKit:
    """What a visitor does: opens, reads, types, presses. Each waits until the screen offers it."""

    def __init__(self, driver: WebKitGTK, origin: str) -> None:
        self.driver, self.origin = driver, origin

    @property
    def version(self) -> str:
        """Such as `2.50.6`."""
        return str(self.driver.capabilities["browserVersion"])

    def open(self, path: str) -> None:
        """Loads a page anew, also where only the part after # differs."""
        self.driver.get("about:blank")
        self.driver.get(self.origin + path)

    def find(self, selector: str) -> WebElement:
        """The first visible element of a CSS selector."""

        def look(driver: WebKitGTK) -> WebElement | None:
            found = driver.find_elements(By.CSS_SELECTOR, selector)
            return next((element for element in found if element.is_displayed()), None)

        wait = WebDriverWait(self.driver, PATIENCE)
        return wait.until(look, f"nothing is seen of {selector}: {self.text()[:400]}")

    def all(self, selector: str) -> list[WebElement]:
        """Every visible element of a CSS selector, once there is one."""
        self.find(selector)
        found = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return [element for element in found if element.is_displayed()]

    def press(self, selector: str) -> None:
        self.find(selector).click()

    def type(self, selector: str, text: str) -> None:
        self.find(selector).send_keys(text)

    def text(self) -> str:
        """What stands on the screen."""
        return str(self.driver.find_element(By.TAG_NAME, "body").text)

    def ask(self, question: str) -> Any:
        """The value of an expression of the page, awaited."""
        asked = f"const done = arguments[0]; Promise.resolve({question}).then(done, (no) => done(`${{no}}`));"
        return self.driver.execute_async_script(asked)

    def await_true(self, question: str) -> None:
        """Asks the page until the answer is true."""
        wait = WebDriverWait(self.driver, PATIENCE)
        wait.until(lambda _: self.ask(question) is True, f"never true: {question}")
