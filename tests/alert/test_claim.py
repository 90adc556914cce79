"""What a claim keeps of an article: the words, the sentence they stand in, and who said them."""

from schemas.alert import Toll
from schemas.annotation import Casualty, Span
from streams.alert.claim import claim_of
from tests.making import make_enriched, make_event

BODY = "وقع التفجير صباحاً. قُتل عشرة أشخاص في السوق. ونُقل المصابون."


def span(words: str) -> Span:
    text = f"عنوان\n\n{BODY}"
    start = text.index(words)
    return Span(text=words, start=start, end=start + len(words))


def test_toll_brings_its_sentence_with_the_place_of_the_words_in_it() -> None:
    toll = Casualty(kind="killed", min=10, max=10, evidence=(span("قُتل عشرة"),))
    event = make_event(casualties=(toll,), evidence=(span("التفجير"),))
    evidence = claim_of(make_enriched(event, body=BODY), event).evidence
    killed = next(one for one in evidence if one.field == "killed")
    assert killed.sentence == "قُتل عشرة أشخاص في السوق."
    assert killed.toll == Toll(min=10, max=10)
    assert killed.sentence_start is not None
    begins = killed.start - killed.sentence_start
    assert killed.sentence[begins : begins + len(killed.text)] == "قُتل عشرة"
    assert [one.field for one in evidence if one.sentence] == ["killed"]


def test_event_without_a_toll_brings_the_sentence_of_the_event() -> None:
    event = make_event(killed=None, evidence=(span("التفجير"),))
    evidence = claim_of(make_enriched(event, body=BODY), event).evidence
    assert [(one.field, one.sentence) for one in evidence if one.sentence] == [
        ("event_type", "وقع التفجير صباحاً.")
    ]


def test_claim_names_language_and_address_of_its_article() -> None:
    event = make_event()
    claim = claim_of(make_enriched(event, url="https://one.example/a"), event)
    assert (claim.language, claim.url) == ("ar", "https://one.example/a")
