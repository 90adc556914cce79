"""`barid rules backtest` over a time range of a topic, on a real Kafka."""

import json

import orjson
import pytest

from tests.cli.running import barid
from tests.services.kafka import Kafka

pytestmark = [pytest.mark.kafka]
LATER = "2999-01-01"


def test_a_back_test_reads_a_topic_from_one_time_to_another(
    kafka: Kafka, topic_prefix: str
) -> None:
    variables = {
        "BARID_BROKER": kafka.address,
        "BARID_TOPIC_PREFIX": topic_prefix,
        "BARID_TOPIC_PARTITIONS": "2",
    }
    assert barid("topics", "apply", variables=variables).code == 0
    page = {"body": "مقتل ثلاثة أشخاص بانفجار عبوة ناسفة في بعقوبة\n\nقتلوا ليل أمس، حسب الشرطة."}
    assert barid("ingest", "-", stdin=json.dumps(page).encode(), variables=variables).code == 0

    def alerts(*span: str) -> int:
        ran = barid(
            "rules", "backtest", "--topic", "articles.raw", *span, "--json", variables=variables
        )
        assert ran.code == 0, ran.err
        return int(sum(orjson.loads(line)["alerts"] for line in ran.lines))

    assert [alerts(), alerts("--to", "2020-01-01"), alerts("--from", LATER)] == [1, 0, 0]
