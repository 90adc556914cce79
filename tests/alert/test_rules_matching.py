"""Words of rules meet words of articles, and the index answers what asking one by one answers."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.alert import Toll
from schemas.annotation import Actor, Entity, EventPlace, Place, Span, Subject
from schemas.article import EnrichedArticle, Language
from streams.alert.incident import fold_claims
from streams.alert.rules import ListedNames, Named, RuleSet, holds, parse_rules, severity_for
from streams.alert.rules.terms import forms, load_endings, stands, term_words
from streams.text.normalize import fold
from streams.text.sentence import sentence_around
from streams.text.tokens import stems, tokenize
from tests.making import BAQUBAH, DIYALA, make_claim, make_enriched, make_event

KIRKUK = Named("admin1:IQ-KI", "كركوك", "governorate, IQ-KI")
IRAQ = Named("country:IQ", "العراق", "country, IQ")
DIYALA_NAMED = Named("admin1:IQ-DI", "ديالى", "governorate, IQ-DI")
NAMES = ListedNames(
    place_names={
        "كركوك": (KIRKUK,),
        "العراق": (IRAQ,),
        "ديالي": (DIYALA_NAMED,),
        "طرابلس": (Named("admin1:LY-TB", "طرابلس"), Named("place:lb_tripoli", "طرابلس")),
    },
    entity_names={"داعش": (Named("org:islamic_state", "تنظيم الدولة الإسلامية"),)},
    subject_names={"رياضه": ("medtop:15000000",), "sport": ("medtop:15000000",)},
)


def rules(*written: str, head: str = "") -> RuleSet:
    """Read rules given as flow mappings."""
    listed = "\n".join(f"  - {one}" for one in written)
    return parse_rules(f"version: 1\n{head}rules:\n{listed}\n", "rules.yaml", NAMES)


def matched(when: str, article: EnrichedArticle, head: str = "") -> bool:
    """Say whether a rule on articles holds for one."""
    found = rules(f"{{id: a, when: {when}}}", head=head)
    return any(holds(found.rules[0], match.bits, None) for match in found.read(article))


@pytest.mark.parametrize(
    ("term", "level", "text", "found"),
    [
        pytest.param("انفجار", "exact", "وقع انفجار كبير", "انفجار", id="exact, bare"),
        pytest.param("انفجار", "exact", "وانفجار كبير", None, id="exact takes no proclitic"),
        pytest.param("انفجار", "word", "وبالانفجار الكبير", "انفجار", id="word, three proclitics"),
        pytest.param("انفجار", "word", "انفجارات كبيرة", None, id="word takes no suffix"),
        pytest.param("انفجار", "family", "وبانفجاراتها", "انفجاراتها", id="family, plural"),
        pytest.param("العراق", "word", "ذهب للعراق", "للعراق", id="the melted article"),
        pytest.param("العراق", "word", "الجيش العراقي", None, id="word takes no nisba"),
        pytest.param("العراق", "family", "الجيش العراقي", "عراقي", id="family, nisba"),
        pytest.param("غزة", "family", "الأهالي الغزيين", "غزيين", id="nisba of a feminine"),
        pytest.param("غزة", "family", "في غزة اليوم", "غزة", id="the feminine itself"),
        pytest.param("نار", "word", "بسعر الدينار", None, id="never a raw substring"),
        pytest.param("مصر", "family", "في المصرف", None, id="only known suffixes"),
        pytest.param("قصف", "family", "قصفت الطائرات", "قصفت", id="family, a verb's ending"),
        pytest.param("الأمم المتحدة", "word", "وللأمم المتحدة", "للأمم المتحدة", id="phrase"),
        pytest.param("الأمم المتحدة", "word", "الأمم  المتحدة", "الأمم  المتحدة", id="two blanks"),
        pytest.param("الأمم المتحدة", "word", "الأمم\nالمتحدة", None, id="not over a line"),
        pytest.param("الأمم المتحدة", "word", "الأمم، المتحدة", None, id="not over a comma"),
        pytest.param("Al-Qaeda", "word", "the Al Qaeda cell", "Al Qaeda", id="hyphen or blank"),
        pytest.param("al qaeda", "word", "the Al-Qaeda cell", "Al-Qaeda", id="blank or hyphen"),
        pytest.param("إيران", "word", "في ايران", "ايران", id="hamza folded"),
        pytest.param("مُدَرِّس", "word", "مدرس", "مدرس", id="vowel marks folded"),
        pytest.param("كوفيد 19", "word", "كوفيد ١٩ ينتشر", "كوفيد ١٩", id="Arabic digits"),
        pytest.param("كوفيد 19", "word", "كوفيد 1950", None, id="a number is whole"),
        pytest.param("Iraq", "family", "the Iraqis left", "Iraqis", id="a Latin family"),
    ],
)
def test_a_term_meets_words_at_its_level(
    term: str, level: str, text: str, found: str | None
) -> None:
    read = rules(f"{{id: a, when: {{terms: {{of: ['{term}'], match: {level}}}}}}}")
    article = make_enriched(title=None, text=text, body=text)
    said = [evidence.text for match in read.read(article) for evidence in match.evidence]
    assert said == ([] if found is None else [found])


LETTERS = "ابتسفكلموينهةالو"


@settings(max_examples=200, deadline=None)
@given(
    term=st.text(alphabet=LETTERS, min_size=2, max_size=6),
    words=st.lists(st.text(alphabet=LETTERS, min_size=1, max_size=9), min_size=1, max_size=6),
)
def test_the_automaton_finds_the_words_that_stems_find(term: str, words: list[str]) -> None:
    folded = fold(" ".join(words))
    wanted = " ".join(term_words(term))
    endings = load_endings()
    naive = {
        token.start for token in tokenize(folded) for _, form in stems(token.text) if form == wanted
    }
    found = set()
    for form, fit in forms(wanted, "word"):
        at = folded.find(form)
        while at >= 0:
            if stands(folded, at, at + len(form), fit, endings):
                found.add(next(t.start for t in tokenize(folded) if t.start <= at < t.end))
            at = folded.find(form, at + 1)
    assert naive <= found


@pytest.mark.parametrize(
    ("when", "met"),
    [
        pytest.param("{terms: [مباراة], language: [ar]}", True, id="both hold"),
        pytest.param("{terms: [مباراة], language: [en]}", False, id="another language"),
        pytest.param("{any: [{terms: [زلزال]}, {terms: [مباراة]}]}", True, id="any"),
        pytest.param("{terms: [مباراة], none: [{subjects: [رياضة]}]}", False, id="none"),
        pytest.param("{terms: [مباراة], none: [{any: [{terms: [زلزال]}]}]}", True, id="nested"),
        pytest.param("{subjects: sport}", True, id="subject by name"),
        pytest.param("{entities: [داعش]}", True, id="entity by a name of the lists"),
        pytest.param("{entities: ['نادي المرفأ']}", True, id="entity on no list, as written"),
        pytest.param("{place: العراق, terms: [مباراة]}", True, id="a place named, by containment"),
        pytest.param("{place: كركوك, terms: [مباراة]}", False, id="another governorate"),
        pytest.param("{outlets: [وكالة أولى], terms: [مباراة]}", True, id="outlet"),
        pytest.param("{outlets: [news.example], terms: [مباراة]}", True, id="outlet by host"),
        pytest.param("{terms: {of: [مباراة], in: title}}", True, id="in the title"),
        pytest.param("{terms: {of: [الخاتمة], in: title}}", False, id="not in the title"),
        pytest.param("{terms: {of: [الافتتاح], in: lead}}", True, id="in the lead"),
        pytest.param("{terms: {of: [الخاتمة], in: lead}}", False, id="not in the lead"),
        pytest.param("{regex: 'مبارا[ةه] .{1,9}فريق'}", True, id="pattern on folded text"),
        pytest.param("{regex: {pattern: 'الخاتم', in: title}}", False, id="pattern elsewhere"),
        pytest.param("{watchlist: clubs}", True, id="watchlist, by its entity"),
        pytest.param("{watchlist: {name: words, in: title}}", True, id="watchlist, in the title"),
        pytest.param("{event: [bombing], status: background}", True, id="an event as background"),
        pytest.param("{terms: [مباراة], outlets_min: 2}", False, id="one outlet is not two"),
    ],
)
def test_conditions_on_an_article(when: str, *, met: bool) -> None:
    head = "watchlists:\n  clubs: {entities: ['org:club']}\n  words: [مباراة, دوري]\n"
    body = "الافتتاح في بغداد\nالخاتمة في بغداد"
    article = make_enriched(
        make_event(status="background"),
        title="مباراة كبيرة للفريق",
        body=body,
        text=f"مباراة كبيرة للفريق\n\n{body}",
        url="https://www.news.example/1",
    )
    article = with_names(article)
    assert matched(when, article, head) is met


def with_names(article: EnrichedArticle) -> EnrichedArticle:
    """Add a subject, two organisations and a place."""
    said = (Span(text=article.text[:6], start=0, end=6),)
    return replace(
        article,
        subjects=(Subject(code="medtop:15000000", name="sport", score=1.0),),
        entities=(
            Entity(id="org:club", type="organisation", name="نادي المرفأ", mentions=said),
            Entity(id="org:islamic_state", type="organisation", name="داعش", mentions=said),
        ),
        places=(Place(id="place:x", name="بغداد", kind="city", country="IQ", admin1="IQ-BG"),),
    )


INCIDENT = fold_claims(
    [make_claim("a1", 12, "09:00"), make_claim("a2", 12, "10:00", place=BAQUBAH)]
)


@pytest.mark.parametrize(
    ("when", "met"),
    [
        pytest.param("{event: [bombing]}", True, id="kind of event"),
        pytest.param("{event: [abduction]}", False, id="another kind"),
        pytest.param("{event: any}", True, id="any kind"),
        pytest.param("{place: {in: ديالى}}", True, id="a governorate holds its towns"),
        pytest.param("{place: العراق}", True, id="a country holds its governorates"),
        pytest.param("{place: [كركوك]}", False, id="another governorate"),
        pytest.param("{killed: {min: ١٢}}", True, id="at least twelve, in Arabic digits"),
        pytest.param("{killed: {min: 13}}", False, id="at least thirteen"),
        pytest.param("{killed: {max: 11}}", False, id="at most eleven"),
        pytest.param("{injured: {max: 0}}", True, id="a toll not stated counts nothing"),
        pytest.param("{killed: {min: 1}, outlets_min: 2}", True, id="two outlets"),
        pytest.param("{killed: {min: 1}, outlets_min: 3}", False, id="not three"),
        pytest.param("{none: [{place: ديالى}], event: any}", False, id="anywhere but there"),
        pytest.param("{any: [{killed: {min: 50}}, {place: ديالى}]}", True, id="either"),
    ],
)
def test_conditions_on_an_incident(when: str, *, met: bool) -> None:
    (rule,) = rules(f"{{id: a, when: {when}}}").rules
    assert rule.kind == "incident"
    assert holds(rule, 0, INCIDENT) is met


def test_the_place_of_an_incident_need_not_be_told_by_every_article() -> None:
    read = rules("{id: a, when: {event: any, place: ديالى}}")
    told = make_enriched(make_event(place=BAQUBAH))
    untold = make_enriched(make_event(place=None), article_id="a2")
    assert [len(read.read(one)) for one in (told, untold)] == [1, 0]


def test_one_attack_called_a_bombing_and_a_clash_meets_rules_on_either() -> None:
    read = rules("{id: a, when: {event: [armed_clash]}}", "{id: b, when: {event: [drowning]}}")
    assert [match.rule_id for match in read.read(make_enriched(make_event()))] == ["a"]


def test_actors_are_asked_for_by_name_or_id_and_by_role() -> None:
    actor = Actor(role="perpetrator", name="داعش", entity_id="org:islamic_state")
    article = make_enriched(make_event(actors=(actor,)))
    read = rules(
        "{id: a, when: {actors: [داعش]}}",
        "{id: b, when: {actors: {of: [داعش], role: perpetrator}}}",
        "{id: c, when: {actors: {of: [داعش], role: target}}}",
        "{id: d, when: {actors: {watchlist: groups}}}",
        head="watchlists:\n  groups: {entities: ['org:islamic_state']}\n",
    )
    assert [match.rule_id for match in read.read(article)] == ["a", "b", "d"]


@pytest.mark.parametrize(
    ("written", "killed", "severity"),
    [
        pytest.param("", 12, "high", id="the incident's own"),
        pytest.param("severity: low,", 12, "low", id="fixed"),
        pytest.param("severity: متوسط,", 12, "medium", id="fixed, in Arabic"),
        pytest.param("escalate: {critical: {killed: {min: 10}}},", 12, "critical", id="escalated"),
        pytest.param("escalate: {حرج: {killed: {min: 30}}},", 12, "high", id="not yet"),
        pytest.param("escalate: {low: {killed: {min: 1}}},", 12, "high", id="never lowered"),
    ],
)
def test_severity_is_fixed_or_the_incidents_and_escalates(
    written: str, killed: int, severity: str
) -> None:
    (rule,) = rules(f"{{id: a, {written} when: {{event: any}}}}").rules
    incident = replace(INCIDENT, killed=Toll(min=killed, max=killed))
    assert severity_for(rule, incident, 0) == severity


def test_a_digest_changes_with_what_a_rule_says_and_not_with_how_it_is_written() -> None:
    (one,) = rules("{id: a, when: {terms: [زلزال], language: [ar]}}").rules
    (same,) = rules("{id: a, title: other, when: {terms:   [ 'زلزال' ], language: [ar]}}").rules
    (other,) = rules("{id: a, when: {terms: {of: [زلزال], match: exact}, language: [ar]}}").rules
    assert one.digest == same.digest
    assert one.digest != other.digest


def test_evidence_is_the_words_as_the_article_writes_them() -> None:
    read = rules("{id: a, when: {terms: [مدرسة], entities: [داعش]}}")
    article = with_names(make_enriched(title="وَالمَدْرَسَةُ مغلقة"))
    (match,) = read.read(article)
    first = match.evidence[0]
    assert (first.field, first.text) == ("terms", "مَدْرَسَةُ")
    assert all(article.text[e.start : e.end] == e.text for e in match.evidence)


TERMS = ("زلزال", "انفجار", "مباراة", "بغداد")
LEAVES = st.one_of(
    st.sampled_from(TERMS).map(lambda term: f"{{terms: [{term}]}}"),
    st.sampled_from(("كركوك", "ديالى", "العراق")).map(lambda place: f"{{place: {place}}}"),
    st.sampled_from(("bombing", "drowning, armed_clash")).map(lambda e: f"{{event: [{e}]}}"),
    st.sampled_from(("ar", "en")).map(lambda code: f"{{language: {code}}}"),
    st.sampled_from(("{killed: {min: 2}}", "{outlets_min: 2}", "{subjects: sport}")),
    st.sampled_from(("{watchlist: words}", "{entities: [داعش]}", "{regex: 'زلزال.*قوي'}")),
    st.sampled_from(("{event: any, status: background}", "{event: any}")),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.tuples(
        st.sampled_from(("all", "any", "none")), st.lists(inner, min_size=1, max_size=3)
    ).map(lambda pair: f"{{{pair[0]}: [{', '.join(pair[1])}]}}"),
    max_leaves=6,
)


@st.composite
def articles(draw: st.DrawFn) -> EnrichedArticle:
    """Make an article with some of what the rules ask for."""
    words = draw(st.lists(st.sampled_from((*TERMS, "قوي", "ضرب", "وبالزلزال")), max_size=6))
    places: tuple[EventPlace | None, ...] = (BAQUBAH, DIYALA, None)
    events = draw(
        st.lists(
            st.builds(
                make_event,
                st.sampled_from((None, 3)),
                type=st.sampled_from(("bombing", "drowning", "execution")),
                status=st.sampled_from(("current", "background")),
                place=st.sampled_from(places),
            ),
            max_size=2,
        )
    )
    article = make_enriched(*events, title=" ".join(words) or None, text=" ".join(words))
    article = with_names(article) if draw(st.booleans()) else article
    code = draw(st.sampled_from(("ar", "en")))
    return replace(article, language=Language(code=code, script="Arab", confidence=1.0))


@settings(max_examples=150, deadline=None)
@given(
    conditions=st.lists(CONDITIONS, min_size=1, max_size=6),
    read=st.lists(articles(), min_size=1, max_size=3),
)
def test_the_index_answers_what_asking_every_rule_answers(
    conditions: list[str], read: list[EnrichedArticle]
) -> None:
    written = [f"{{id: r{n}, when: {when}}}" for n, when in enumerate(conditions)]
    loaded = rules(*written, head="watchlists: {words: [انفجار, بغداد]}\n")
    for article in read:
        assert loaded.read(article) == loaded.read_one_by_one(article)


def test_evidence_carries_the_sentence_it_stands_in_however_many_share_one() -> None:
    rules = parse_rules(
        "version: 1\nrules:\n"
        "  - {id: a, when: {terms: [انفجار]}}\n"
        "  - {id: b, when: {terms: [السوق]}}\n"
        "  - {id: c, when: {terms: [الشرطة]}}\n",
        "r",
    )
    text = "خبر\n\nوقع انفجار في السوق صباحا. وصلت الشرطة بعد ساعة."
    article = make_enriched(title="خبر", body=text.partition("\n\n")[2], text=text)
    evidence = [one for match in rules.read(article) for one in match.evidence]
    assert [one.sentence for one in evidence] == [
        "وقع انفجار في السوق صباحا.",
        "وقع انفجار في السوق صباحا.",
        "وصلت الشرطة بعد ساعة.",
    ]
    for one in evidence:
        assert one.sentence_start is not None
        assert one.sentence_start == sentence_around(text, one.start, one.end)[0]
