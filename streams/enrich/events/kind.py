"""Decide whether an article's news is an incident; `event_type.py` names its type.

Title and lead speak for the event (words of an event, a toll, a date), words of reaction, court,
sport or market speak against it. Both sides are weights in the word tables; nothing is learned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from streams.enrich.events.event_type import (
    ACCIDENTS,
    choose_type,
    has_vehicle,
    is_figure,
    news_weight,
    resolutions,
)  # fmt: skip
from streams.enrich.events.reading import Found, Reading, Sentence
from streams.enrich.events.totals import LED, Placed
from streams.enrich.events.words import CASUALTY_ROLES

# What a sign is worth where it stands, in the units of the table's weights (1 weak to 5 certain).
# Set by reasoning on the guideline, then checked on labelled research articles.
_TITLE_FACTOR, _LEAD_FACTOR = 1.0, 0.6
_TITLE_TOLL, _LEAD_TOLL, _VAGUE_FACTOR, _ARREST_FACTOR = 3.0, 2.0, 0.6, 0.7
_DATED_LEAD, _REPORTED_LEAD = 0.6, 0.3
_TITLE_BOTH = 1.0  # a title that counts dead and wounded tells an event, whatever it calls it
_TITLE_VETO_FACTOR, _LEAD_VETO_FACTOR = 1.0, 0.6
_LEAD_VETO_WORDS = 14
_OPENING_WORDS = 8
_INCIDENT_SCORE = 3.4
# A larger toll is that of a war or of a disaster whose words speak for themselves.
_ONE_EVENT_TOLL = 3000
# One person "died" with no word of an event: illness or age.
_PASSING = ("killed.passing", "killed.died", "killed.subject", "killed.own")
_TOPICS = frozenset({"sport", "economy", "culture", "science"})  # the whole lead tells these

_MODAL_BEFORE_WORDS = 3
_MODAL_AFTER_WORDS = 2
_DENY_BEFORE_WORDS = 4
_DENY_CASES_WORDS = 6
_RELATIVE_WORDS = 4
_OFFICIAL_SAYS = 4.0  # "the minister: ..." announces an opinion
_OFFICIAL_COLON_WORDS = 7
_TYPE_BODY_SENTENCES = 4
_CONDITIONAL_VETOES = frozenset({"planned"})
_REACTIONS = frozenset({
    "condemnation", "condolence", "denial", "visit", "trial", "law", "statistics", "cumulative",
    "remembrance",
})  # fmt: skip
_REACTING_FACTOR = 0.4
# A title about a trial or a year's count names its event as known.
_KNOWN_BY, _OLD_EVENT_FACTOR = frozenset({"trial", "statistics", "cumulative", "remembrance"}), 0.5
_OUTBREAK = "health_outbreak"  # no cases, no outbreak: the one event that its toll makes
_NEGATING_VETOES = frozenset({"denial"})
_OF_PROTEST, _PROTEST_WORDS = frozenset({"condemnation", "statement"}), 4
_DEMANDS = frozenset({"personnel", "trial", "law", "economy"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """Say what the news is: `type` is None when no event is told at all."""

    type: str | None
    status: str
    rule: str
    evidence: tuple[Found, ...]


def judge(reading: Reading, sentences: Sequence[Sentence], placed: Sequence[Placed]) -> Judgement:
    """Judge title and lead. `placed` are the current tolls of the article.

    The sentences after the lead only name the type when title and lead tell a toll without it.
    """
    head = [sentence for sentence in sentences if sentence.zone != "body"]
    triggers = _triggers_of(reading, head)
    told = bool(triggers)
    found = choose_type(reading, head, triggers, placed)
    if not triggers and found is not None and found not in ACCIDENTS:
        after = [s for s in sentences if s.zone == "body"][:_TYPE_BODY_SENTENCES]
        triggers = _triggers_of(reading, after)
        found = choose_type(reading, head, triggers, placed)
    evidence = tuple(one for one, _ in triggers if found in resolutions(one.sense.value))
    if found is None:
        return Judgement(None, "background", "", ())
    if found == _OUTBREAK and placed and all(one.toll.max == 0 for one in placed):
        return Judgement(found, "negated", "not_incident.no_cases", evidence)
    against, reason = _negative(reading, head, told=bool(triggers))
    reacting = _reacts(reading, head)
    score = _positive(reading, head, triggers, placed, reacting=reacting, told=told)
    if score - against >= _INCIDENT_SCORE:
        return Judgement(found, "current", f"incident.{found}", evidence)
    if reason in _NEGATING_VETOES:
        return Judgement(found, "negated", f"not_incident.{reason}", evidence)
    if reason in _CONDITIONAL_VETOES:
        return Judgement(found, "conditional", f"not_incident.{reason}", evidence)
    return Judgement(found, "background", f"not_incident.{reason or 'weak'}", evidence)


def type_in(reading: Reading, sentence: Sentence) -> tuple[str | None, tuple[Found, ...]]:
    """Name the type of event one sentence tells of, with its words."""
    triggers = [(one, sentence) for one in _triggers(reading, sentence)]
    found = choose_type(reading, (sentence,), triggers, ())
    return found, tuple(one for one, _ in triggers if found in resolutions(one.sense.value))


def _triggers_of(reading: Reading, sentences: Sequence[Sentence]) -> list[tuple[Found, Sentence]]:
    return [(one, sentence) for sentence in sentences for one in _triggers(reading, sentence)]


def _triggers(reading: Reading, sentence: Sentence) -> list[Found]:
    found: list[Found] = []
    done = sentence.first
    for at in reading.places(sentence.first, sentence.last, "trigger"):
        one = reading.sense(at, "trigger")
        if one is None or at < done:
            continue
        unreal = reading.is_unreal(sentence, at, _MODAL_BEFORE_WORDS)
        unreal = unreal or (at > sentence.first and reading.sense(at - 1, "any") is not None)
        unreal = unreal or _is_denied(reading, sentence, one) or _is_feared(reading, one)
        unreal = unreal or is_figure(reading, one) or not has_vehicle(reading, one)
        if not unreal:
            found.append(one)
        done = one.last
    return found


def _is_feared(reading: Reading, one: Found) -> bool:
    """Tell whether a word of possibility follows: "floods could", "an attack may"."""
    for at in range(one.last, min(len(reading.words), one.last + _MODAL_AFTER_WORDS)):
        modal = reading.sense(at, "modal")
        if reading.comma[at]:
            return False
        if modal is not None and modal.sense.value == "ahead":
            return True
    return False


def _by_the_way(reading: Reading, first: int) -> bool:
    """Tell whether a toll hangs on a relative pronoun: "the attack that killed 12"."""
    return reading.any_between(first - _RELATIVE_WORDS, first, "relative") is not None


def _is_denied(reading: Reading, sentence: Sentence, one: Found) -> bool:
    """Tell whether a negation stands close before, with no comma between."""
    sick = one.sense.value == _OUTBREAK  # "no case of polio" denies the outbreak
    words = _DENY_CASES_WORDS if sick else _DENY_BEFORE_WORDS
    for before in range(one.first - 1, max(sentence.first, one.first - words) - 1, -1):
        if reading.comma[before + 1] or (not sick and reading.sense(before, *CASUALTY_ROLES)):
            return False  # "no injuries in a fire" denies the injuries
        deny = reading.sense(before, "deny")
        if deny is not None:
            return deny.sense.value != "result"
    return False


def _positive(
    reading: Reading,
    head: Sequence[Sentence],
    triggers: Sequence[tuple[Found, Sentence]],
    placed: Sequence[Placed],
    *,
    reacting: bool,
    told: bool,
) -> float:
    best = {"title": 0.0, "lead": 0.0}
    title = [sentence for sentence in head[:1] if sentence.zone == "title"]
    vetoes = (veto for sentence in title for veto in _vetoes(reading, head, sentence))
    reasons = {one.sense.value for one in vetoes if one.sense.weight}
    known = 1.0 if reasons.isdisjoint(_KNOWN_BY) else _OLD_EVENT_FACTOR
    known = known if reasons.isdisjoint(_NEGATING_VETOES) else _REACTING_FACTOR
    for one, sentence in triggers:
        if sentence.zone == "body":
            continue
        weight = news_weight(reading, sentence, one) * known
        best[sentence.zone] = max(best[sentence.zone], weight)
    tolls = {"title": 0.0, "lead": 0.0, "body": 0.0}
    exact: set[str] = set()
    for put in placed:
        worth = _VAGUE_FACTOR if put.toll.vague else 1.0
        natural = put.toll.min <= 1 and put.toll.rule.startswith(_PASSING) and not told
        if put.toll.min > _ONE_EVENT_TOLL or natural or put.toll.rule.startswith(LED):
            continue
        if put.toll.kind == "arrested":
            worth *= _ARREST_FACTOR
        passing = put.zone == "lead" and _by_the_way(reading, put.toll.first)
        if reacting or passing:
            worth *= _REACTING_FACTOR
        tolls[put.zone] = max(tolls[put.zone], worth)
        if put.zone == "title" and worth >= 1.0 and put.toll.max != 0:
            exact.add(put.toll.kind)
    lead = [sentence for sentence in head if sentence.zone == "lead"]
    dated = any(reading.dated[at] for s in lead for at in range(s.first, s.last))
    reported = any(reading.any_between(s.first, s.last, "report") for s in lead)
    return (
        best["title"] * _TITLE_FACTOR
        + best["lead"] * _LEAD_FACTOR
        + tolls["title"] * _TITLE_TOLL
        + tolls["lead"] * _LEAD_TOLL
        + (len(exact) > 1) * _TITLE_BOTH
        + dated * _DATED_LEAD
        + reported * _REPORTED_LEAD
    )


def _negative(reading: Reading, head: Sequence[Sentence], *, told: bool) -> tuple[float, str]:
    """Weigh the words that speak against an incident; name the heaviest reason."""
    weights: dict[str, float] = {}
    # One word of sport or market may be chance where an event is told (a club's student shot
    # dead); where only an injury is told, it decides.
    seen_topics: set[str] = set() if told else set(_TOPICS)
    words_before = 0
    if head and head[0].zone == "title" and _official_says(reading, head[0]):
        weights["statement"] = _OFFICIAL_SAYS
    for sentence in head:
        in_title = sentence.zone == "title"
        for veto in _vetoes(reading, head, sentence):
            reason = veto.sense.value
            weight = veto.sense.weight * (_TITLE_VETO_FACTOR if in_title else _LEAD_VETO_FACTOR)
            deep = words_before + veto.first - sentence.first >= _LEAD_VETO_WORDS
            if reason in _TOPICS:
                if in_title or reason in seen_topics:
                    weights[reason] = weights.get(reason, 0.0) + weight
                seen_topics.add(reason)
            elif in_title or not deep:
                weights[reason] = max(weights.get(reason, 0.0), weight)
        words_before += 0 if in_title else sentence.last - sentence.first
    if not weights:
        return 0.0, ""
    reason = max(sorted(weights), key=lambda name: weights[name])
    return sum(weights.values()), reason


def _vetoes(reading: Reading, head: Sequence[Sentence], sentence: Sentence) -> Iterator[Found]:
    """Yield the words against an incident; one without weight says what its words mean here."""
    done = sentence.first
    for at in reading.places(sentence.first, sentence.last, "veto"):
        veto = reading.sense(at, "veto")
        if veto is None or at < done or not _speaks(reading, head, sentence, veto):
            continue
        done = at if veto.sense.weight else veto.last
        yield veto


def _speaks(reading: Reading, head: Sequence[Sentence], sentence: Sentence, veto: Found) -> bool:
    """Tell whether a veto counts where it stands: not deep in the text, not in a demand."""
    if veto.sense.value == "opening":
        return _opens(reading, head, veto)
    return not _is_demanded(reading, sentence, veto)


def _is_demanded(reading: Reading, sentence: Sentence, veto: Found) -> bool:
    """Tell whether a protest condemns or demands: "a march against prices", "demanding posts"."""
    reason, at = veto.sense.value, veto.first
    if reason in _DEMANDS and at > sentence.first:
        demand = reading.sense(at - 1, "modal", "veto")
        return demand is not None and (
            demand.sense.role == "modal" or _is_demanded(reading, sentence, demand)
        )
    if reason not in _OF_PROTEST:
        return False
    for near in reading.places(max(sentence.first, at - _PROTEST_WORDS), at, "trigger"):
        one = reading.sense(near, "trigger")
        if one is not None and one.sense.value == "protest_riot":
            return True
    return False


def _opens(reading: Reading, head: Sequence[Sentence], veto: Found) -> bool:
    """Tell whether a verb opens the lead: its first word, or the first after a dateline."""
    if veto.definite:
        return False
    for sentence in head:
        if sentence.zone == "lead":
            near = sentence.first <= veto.first < sentence.first + _OPENING_WORDS
            return near and (veto.first == sentence.first or bool(reading.comma[veto.first]))
    return False


def _reacts(reading: Reading, head: Sequence[Sentence]) -> bool:
    """Tell whether the title is about a reaction: its toll is then told in passing."""
    if not head or head[0].zone != "title":
        return False
    return any(one.sense.value in _REACTIONS for one in _vetoes(reading, head, head[0]))


def _official_says(reading: Reading, title: Sentence) -> bool:
    """Tell whether a title is somebody's words: an official, then a colon."""
    end = min(title.last, title.first + _OFFICIAL_COLON_WORDS)
    for at in range(title.first + 1, end):
        gap = reading.folded.text[reading.ends[at - 1] : reading.starts[at]]
        if reading.comma[at] and ":" in gap:
            deed = reading.sense(at, "trigger", "killed", "injured", "arrested")
            told = deed is not None and not deed.definite  # "the minister: arrest of ..."
            return not told and reading.any_between(title.first, at, "official") is not None
    return False
