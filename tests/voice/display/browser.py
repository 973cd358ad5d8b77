"""A real browser: the system's Chromium, with no window."""

import contextlib
import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PHONE, LAPTOP = (390, 844), (1280, 800)
SMALL, ON_ITS_SIDE = (320, 568), (844, 390)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start it, or skip the test with the reason."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no browser to test the page in: chromium is not installed")
    # Its sandbox does not work for root, as in a container.
    options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=options)
        except Error as error:
            pytest.skip(f"no browser to test the page in: {path} does not start: {error}")
        yield browser
        browser.close()
