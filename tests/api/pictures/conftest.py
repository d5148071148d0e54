"""The demonstration place, whose pictures are drawn, and pictures taken apart."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pypdfium2
import pytest
from PIL import Image
from starlette.testclient import TestClient

from api.main import create_app
from api.settings import Settings
from tests.api.conftest import DEMONSTRATION


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """Return the demonstration place's service."""
    with TestClient(create_app(Settings(data=DEMONSTRATION, pictures_per_minute=500))) as opened:
        yield opened


@pytest.fixture(scope="session")
def words_of() -> Callable[[bytes], str]:
    """Return what reads the texts of a PDF's page."""

    def read(pdf: bytes) -> str:
        document = pypdfium2.PdfDocument(pdf)
        text: str = document[0].get_textpage().get_text_bounded()
        document.close()
        return text

    return read


@pytest.fixture(scope="session")
def image_of() -> Callable[[bytes], Image.Image]:
    """Return what opens a PNG or JPEG."""

    def opened(content: bytes) -> Image.Image:
        image = Image.open(io.BytesIO(content))
        image.load()
        return image

    return opened
