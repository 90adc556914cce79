"""Name the type of an event from its words, its vehicles, its victims and its sides."""

from collections.abc import Mapping, Sequence

from streams.enrich.events.reading import Found, Reading, Sentence
from streams.enrich.events.totals import Placed

_TITLE_TYPE_FACTOR, _LEAD_TYPE_FACTOR = 2.0, 1.0
_KNOWN_BEFORE_WORDS = 2
_KNOWN_FACTOR = 0.45
_RESCUE_WORDS = 3
_RELATIVE_WORDS = 3
_TURN_WORDS = 6  # "the army and the gunmen exchanged heavy fire", "repelled a large attack"
_TURNS = {"shooting": "exchange", "fire_explosion": "exchange", "armed_attack": "repel"}
_SUBJECT_WORDS, _SEIZED_WORDS = 4, 7
_BY_VEHICLE = {"road": "traffic_accident", "other": "transport_accident"}
ACCIDENTS = frozenset(_BY_VEHICLE.values())


# What is said of more than events; "a political murder" and "a political protest" are meant.
_FIGURATIVE = frozenset({
    "explosion", "bombing", "airstrike_shelling", "armed_clash", "fire_explosion", "drowning",
    "structural_collapse", "natural_disaster", "transport_accident",
})  # fmt: skip
_OF = frozenset({"\u0645\u0646", "\u0641\u064a", "of", "in", "de"})  # من, في
_BURST_WORDS = 4  # "the hall burst out laughing": the subject fits in between


def resolutions(value: str) -> tuple[str, ...]:
    """Give the types a trigger may turn out to be."""
    if value == "shooting":
        return ("armed_attack", "crime_violence")
    if value == "explosion":
        return ("bombing", "fire_explosion")
    if value == "traffic_accident":
        return ("traffic_accident", "transport_accident")
    if value == "vehicle_fall":
        return ("traffic_accident", "transport_accident")
    if value in {"abduction", "seizure"}:
        return ("abduction", "arrest_raid")
    return (value,)


def news_weight(reading: Reading, sentence: Sentence, one: Found) -> float:
    """Weigh a trigger as news: what is named as known ("the attack", "victims of the") is not."""
    weight = float(one.sense.weight)
    if one.definite:
        weight *= _KNOWN_FACTOR
    if _is_remembered(reading, sentence, one):
        weight *= _KNOWN_FACTOR
    before = max(sentence.first, one.first - _KNOWN_BEFORE_WORDS)
    if reading.any_between(before, one.first, "presupposes", "accused") is not None:
        weight *= _KNOWN_FACTOR
    return weight


def is_figure(reading: Reading, one: Found) -> bool:
    """Tell a figure of speech by the word beside it: "a political earthquake", "storm of ..."."""
    if one.sense.value not in _FIGURATIVE:
        return False
    before = reading.sense(one.first - 1, "figure") if one.first else None
    if before is not None and before.sense.value == "before" and not reading.comma[one.first]:
        return True
    end, at = len(reading.words), one.last
    at += at < end and reading.words[at] in _OF
    after = reading.sense(at, "figure") if at < end and not reading.comma[at] else None
    if after is not None and after.sense.value == "after":
        return True
    burst = reading.any_between(one.last, min(end, one.last + _BURST_WORDS), "figure")
    return one.sense.value == "explosion" and burst is not None and burst.sense.value == "burst"


def _is_remembered(reading: Reading, sentence: Sentence, one: Found) -> bool:
    """Tell whether a trigger is of the past, or of a drill: "a month after the bombing"."""
    for at in reading.places(sentence.first, sentence.last, "past"):
        past = reading.sense(at, "past")
        if past is not None and past.sense.value in {"anniversary", "drill"}:
            return True
        if past is not None and past.first < one.first:
            opens = past.first == sentence.first
            return sentence.zone != "title" or opens or past.sense.value == "after"
        if past is not None and past.sense.value == "past" and _defined_by(reading, one, past):
            return True
    return False


def _defined_by(reading: Reading, one: Found, past: Found) -> bool:
    """Tell whether a relative clause dates a trigger: "the raid that killed 9 two decades ago"."""
    end = min(len(reading.words), one.last + _RELATIVE_WORDS)
    relative = reading.any_between(one.last, end, "relative")
    return relative is not None and not any(reading.comma[relative.first : past.first])


def choose_type(
    reading: Reading,
    head: Sequence[Sentence],
    triggers: Sequence[tuple[Found, Sentence]],
    placed: Sequence[Placed],
) -> str | None:
    """Choose the type that the triggers of title and lead speak for; None when nothing does."""
    scores = _scores(reading, triggers)
    militant, crime = _sides(reading, head)
    roles = {one.toll.role for one in placed if one.zone != "body"}
    militant += 2 * bool(roles & {"soldier", "police", "militant"})
    if "shooting" in scores:
        key = "armed_attack" if militant >= crime else "crime_violence"
        scores[key] = scores.get(key, 0.0) / 2 + scores.pop("shooting")
    if "explosion" in scores:
        gas = scores.get("fire_explosion", 0.0)
        key = "fire_explosion" if gas > scores.get("bombing", 0.0) else "bombing"
        scores[key] = scores.get(key, 0.0) / 2 + scores.pop("explosion")
    vehicle = _vehicle_of(reading, head)
    if scores:
        best = max(sorted(scores), key=lambda name: scores[name])
        if best == "traffic_accident" and vehicle is not None:
            best = vehicle
        if best == "protest_riot" and scores.get("bombing") and roles:
            return "bombing"  # demonstrators are the victims
        return _settled(best, scores, triggers, placed, (militant, crime))
    kinds = {one.toll.kind for one in placed if one.zone != "body" and one.toll.max != 0}
    if "killed" in kinds or "injured" in kinds:
        if vehicle is not None and not militant and not crime:
            return vehicle  # a bus and its dead, in words no table lists
        return "armed_attack" if militant > crime else "crime_violence"
    if "arrested" in kinds:
        return "arrest_raid"
    return None


def _scores(reading: Reading, triggers: Sequence[tuple[Found, Sentence]]) -> dict[str, float]:
    """Weigh the types the triggers name: the strongest counts, each further one a quarter."""
    scores: dict[str, float] = {}
    for one, sentence in triggers:
        factor = _TITLE_TYPE_FACTOR if sentence.zone == "title" else _LEAD_TYPE_FACTOR
        weight = news_weight(reading, sentence, one) * factor
        key = _turned(reading, sentence, one)
        scores[key] = max(scores.get(key, 0.0), weight) + (weight / 4 if key in scores else 0.0)
    return scores


def _turned(reading: Reading, sentence: Sentence, one: Found) -> str:
    """Name what a trigger is here: freed hostages, an exchange of fire, an attack repelled."""
    key = one.sense.value
    if key == "abduction" and _is_rescue(reading, sentence, one):
        return "arrest_raid"
    if key == "seizure":
        return "abduction" if _takes_persons(reading, sentence, one) else "arrest_raid"
    if key == "vehicle_fall":
        return "traffic_accident"
    turn = _TURNS.get(key)
    if turn is not None:
        start = max(sentence.first, one.first - _TURN_WORDS)
        for at in reading.places(start, one.first, "turn"):
            found = reading.sense(at, "turn")
            if found is not None and found.sense.value == turn:
                return "armed_clash"
    return key


def _takes_persons(reading: Reading, sentence: Sentence, one: Found) -> bool:
    """Tell whether somebody seizes persons, and no police do: "gunmen seized four aid workers"."""
    start = max(sentence.first, one.first - _SUBJECT_WORDS)
    end = min(sentence.last, one.last + _SEIZED_WORDS)
    if reading.any_between(start, end, "speaker", "force") is not None:
        return False
    persons = (reading.sense(at, "person") for at in reading.places(one.last, end, "person"))
    return any(noun is not None and noun.sense.value == "civilian" for noun in persons)


def has_vehicle(reading: Reading, one: Found) -> bool:
    """Tell whether a vehicle stands beside a word that needs one: "a bus fell", "fell" alone."""
    if one.sense.value != "vehicle_fall":
        return True
    near = (one.last, one.first - 1, one.first - 2)
    return any(0 <= at < len(reading.words) and reading.sense(at, "vehicle") for at in near)


def _is_rescue(reading: Reading, sentence: Sentence, hostages: Found) -> bool:
    """Tell whether hostages are freed: "freed 180 hostages"."""
    start = max(sentence.first, hostages.first - _RESCUE_WORDS)
    return reading.any_between(start, hostages.first, "rescue") is not None


def _vehicle_of(reading: Reading, head: Sequence[Sentence]) -> str | None:
    """Name the accident that the vehicles of title and lead make: trains, ships, planes or cars.

    Words such as overturning, crash and collision fit all of them. The title names the vehicle
    that matters; a train that meets a lorry is an accident of the railway.
    """
    told = {"road": 0, "other": 0}
    for sentence in head:
        weight = 2 if sentence.zone == "title" else 1
        for at in reading.places(sentence.first, sentence.last, "vehicle"):
            one = reading.sense(at, "vehicle")
            if one is not None:
                told[one.sense.value] += weight
    if not any(told.values()):
        return None
    return _BY_VEHICLE["other" if told["other"] >= told["road"] else "road"]


def _settled(
    best: str,
    scores: Mapping[str, float],
    triggers: Sequence[tuple[Found, Sentence]],
    placed: Sequence[Placed],
    sides: tuple[int, int],
) -> str:
    """Apply the guideline's borders between types.

    A crime told with the arrest of its author is the crime; hostages taken in a deadly attack
    are the attack, persons taken by gunmen who hurt nobody an abduction; a death in the title is
    not the arrest that the lead adds; a policeman found shot is no private crime.
    """
    in_title = {one.sense.value for one, sentence in triggers if sentence.zone == "title"}
    told = [p for p in placed if p.zone != "body" and p.toll.max != 0]
    deaths = any(p.toll.kind == "killed" and p.zone == "title" for p in told)
    victims = any(p.toll.kind in {"killed", "injured"} for p in told)
    crime = victims and "crime_violence" in scores and sides[1] >= sides[0]
    if best == "arrest_raid" and (crime or in_title & {"shooting", "crime_violence"}):
        return "crime_violence"
    if best == "abduction" and deaths:
        return "armed_attack"
    if best == "armed_attack" and "abduction" in scores and not victims:
        return "abduction"
    militant = sides[0] > sides[1]
    if best == "arrest_raid" and deaths and best not in in_title:
        return "armed_attack" if militant else "crime_violence"
    in_force = any(p.toll.role in {"soldier", "police"} for p in told)
    if best == "crime_violence" and best not in in_title and militant and in_force:
        return "armed_attack"
    return best


def _sides(reading: Reading, head: Sequence[Sentence]) -> tuple[int, int]:
    sides = {"militant": 0, "crime": 0}
    for sentence in head:
        for at in reading.places(sentence.first, sentence.last, "side"):
            one = reading.sense(at, "side")
            if one is not None:
                sides[one.sense.value] += 1
    return sides["militant"], sides["crime"]
