"""Load the detector once: half a second."""

import pytest

from streams.language.detect import Detector, load_detector


@pytest.fixture(scope="session")
def detector() -> Detector:
    return load_detector()
