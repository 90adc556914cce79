import pytest

from streams.enrich.names.find import NameWords, load_names


@pytest.fixture(scope="session")
def words() -> NameWords:
    return load_names()
