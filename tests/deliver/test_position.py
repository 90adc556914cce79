"""Ids of events: written, read back, and refused."""

import pytest

from streams.deliver.position import NoPosition, read_position, write_position


def test_id_begins_with_the_place_of_the_event_and_names_every_other_partition() -> None:
    seen = {("alerts", 0): 12, ("alerts", 3): 41, ("alerts", 1): -1}
    text = write_position(("alerts", 3), seen)
    assert text == "alerts/3/41,alerts/0/12,alerts/1/-1"
    assert read_position(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("41", id="number"),
        pytest.param("alerts/0", id="no-offset"),
        pytest.param("alerts/0/1;alerts/1/2", id="other-separator"),
        pytest.param("alerts/0/1\nid: x", id="line-break"),
        pytest.param("alerts/٠/١", id="arabic-digits"),
        pytest.param("alerts/0/" + "9" * 40, id="too-large"),
    ],
)
def test_other_text_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NoPosition, match="alerts/0/41"):
        read_position(text)
