"""Run the examples that stand beside rules: each in memory, on its own, through the pipeline."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from schemas.codec import encode
from schemas.raw import RawArticle
from streams.alert.rules import Rule, holds
from streams.alert.rules.rule_reader import RuleTest
from streams.alert.rules.tree import Node
from streams.backtest import Backtest, Told
from streams.pipeline import Stores, Words

_PAGE_FIELDS: Final = ("title", "body", "source", "url", "published_at", "fetched_at", "author")


class NoPage(Exception):
    """Report an example that cannot be read."""


@dataclass(frozen=True, slots=True)
class Ran:
    """Say how one example ended. `why`: the reasons for silence, or the words it fired by."""

    test: RuleTest
    passed: bool
    fired: bool
    why: tuple[str, ...]


def page_of(test: RuleTest) -> bytes:
    """Give the message of an example. Errors: NoPage."""
    if test.page is not None:
        return encode(_inline(test.page))
    path = Path(test.file).parent / (test.path or "")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NoPage(f"{path}: {error.strerror}") from None
    if path.suffix == ".json":
        return content
    html = path.suffix == ".html" or content.lstrip()[:1] == b"<"
    body = content.decode("utf-8", "replace").removeprefix("\ufeff")
    return encode(RawArticle(body=body, content_type="text/html" if html else "text/plain"))


def _inline(page: Node) -> RawArticle:
    if page.kind == "scalar":
        return RawArticle(body=page.text)
    fields = {key.text: value.text for key, value in page.pairs}
    unknown = sorted(fields.keys() - set(_PAGE_FIELDS))
    if unknown or "body" not in fields:
        known = ", ".join(_PAGE_FIELDS)
        raise NoPage(f"a page in the file has `body` and may have {known}; not {unknown or '-'}")
    return RawArticle(**fields)


async def run_test(
    test: RuleTest, rule: Rule, words: Words, stores: Stores, *, max_bytes: int
) -> Ran:
    """Run one example with empty stores. Errors: NoPage."""
    run = Backtest(words, stores, max_bytes=max_bytes)
    told = await run.feed([page_of(test)])
    if run.result.unreadable:
        raise NoPage("the page became a dead letter: it is no raw article")
    fired, why = False, []
    for one in told:
        spoke, said = _fired(rule, one, words)
        fired = fired or spoke
        why += said
    return Ran(test, fired == (test.expect == "fires_on"), fired, tuple(dict.fromkeys(why)))


def _fired(rule: Rule, told: Told, words: Words) -> tuple[bool, list[str]]:
    said = [match for match in words.rules.read(told.article) if match.rule_id == rule.id]
    spoke = any(alert.rule_id == rule.id for alert in told.alerts)
    if rule.kind == "article":
        spoke = spoke or any(holds(rule, match.bits, None) for match in said)
    if spoke:
        return True, [evidence.text for match in said for evidence in match.evidence]
    return False, [
        f"{silent.reason}: {silent.detail}"
        for silent in told.suppressions
        if silent.rule_id == rule.id
    ]
