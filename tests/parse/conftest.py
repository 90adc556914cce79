"""Markers are read once for all tests of this stage; `parse` is the stage as callers use it."""

from collections.abc import Callable

import pytest

from schemas.raw import RawArticle
from streams.parse.markers import Markers, load_markers
from streams.parse.page import Page, read_page


@pytest.fixture(scope="session")
def markers() -> Markers:
    return load_markers()


@pytest.fixture(scope="session")
def parse(markers: Markers) -> Callable[..., Page]:
    def read(body: str, **hints: str) -> Page:
        return read_page(RawArticle(body=body, **hints), markers)

    return read
