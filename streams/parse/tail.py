"""Read the end of an article's body: an unlabelled list of headlines, a signature, a byline.

Nothing here knows a word: shape, repetition and position decide, and only at the very end of
a body, so that lists inside an article (names, prices, steps) stay where they are.
"""

from streams.parse.sheet import Draft, Sheet, shared_words_ratio

_LIST_MIN_ITEMS = 3
_BARE_LIST_MIN_ITEMS = 4  # without bullets more evidence is wanted
_ITEM_MIN_CHARS = 25
_ITEM_MIN_WORDS = 4
_LABEL_MAX_WORDS = 4
_OWN_TEXT_MIN_SHARE = 0.25  # of a headline's words in the sentence below it
# A crosshead also shares words with its paragraph, but then with the article above it as well.
_FOREIGN_MIN_SHARE = 0.4
_FOREIGN_MAX_SHARE_ABOVE = 0.15
_TOPIC_PARAGRAPHS = 4
_CUT_OFF = ("...", "..", "المزيد", "more", "ادامه")
_SIGNATURE_MAX_WORDS = 8


def read_tail(sheet: Sheet, draft: Draft, *, is_body: bool) -> None:
    """Take from the end of the body what is no text.

    `is_body`: the text came as one article's body, so a list at its end is the article's own.
    """
    _take_signature(sheet, draft)
    if not is_body:
        _take_glued_teaser(sheet, draft)
        _take_list(sheet, draft)


def _take_glued_teaser(sheet: Sheet, draft: Draft) -> None:
    """Take the headline of another story and its cut-off first sentence from the end.

    Without a cut the headline must share most words with that sentence and none with the article.
    """
    body = draft.body_lines
    if len(body) <= len(("headline", "sentence")):
        return
    headline, sentence = sheet.lines[body[-2]], sheet.lines[body[-1]]
    if not _is_item(sheet, body[-2]):
        return
    article = " ".join((draft.folded_title, *draft.folded_paragraphs[:-2][:_TOPIC_PARAGRAPHS]))
    own = shared_words_ratio(headline.folded, sentence.folded)
    above = shared_words_ratio(headline.folded, article)
    is_cut = sentence.folded.endswith(_CUT_OFF) and own >= _OWN_TEXT_MIN_SHARE and above < own
    is_foreign = own >= _FOREIGN_MIN_SHARE and above <= _FOREIGN_MAX_SHARE_ABOVE
    if not (is_cut or is_foreign):
        return
    sheet.drafts[0].related.append(headline.text)
    sheet.name(body[-2], "related_item", "tail.glued_teaser")
    sheet.name(body[-1], "teaser_text", "tail.glued_teaser")
    _drop_last(draft, 2)


def _take_list(sheet: Sheet, draft: Draft) -> None:
    body = draft.body_lines
    count = 0
    while count < len(body) and _is_item(sheet, body[-1 - count]):
        count += 1
    bulleted = 0
    while bulleted < count and sheet.kind(body[-1 - bulleted]) == "bullet":
        bulleted += 1
    take = bulleted if bulleted >= _LIST_MIN_ITEMS else 0
    if not take and not bulleted and _is_tight(sheet, body, count):
        take = count
    if not take or take == len(body):
        return
    above = body[-1 - take]
    label = sheet.kind(above) in ("text", "colon") and not sheet.is_prose(above)
    if sheet.lines[above].folded.endswith((":", "؛")) and not _is_label(sheet, above):
        return
    if take == bulleted and not (label and _is_label(sheet, above)):
        return
    _move(sheet, draft, take, with_label=label and _is_label(sheet, above))


def _is_item(sheet: Sheet, index: int) -> bool:
    line = sheet.lines[index]
    return (
        sheet.kind(index) in ("bullet", "text")
        and line.is_headline
        and not line.is_paragraph
        and len(line.text) >= _ITEM_MIN_CHARS
        and len(line.folded.split()) >= _ITEM_MIN_WORDS
    )


def _is_label(sheet: Sheet, index: int) -> bool:
    return len(sheet.key(index).split()) <= _LABEL_MAX_WORDS


def _is_tight(sheet: Sheet, body: list[int], count: int) -> bool:
    """Tell whether the last lines stand close together while the paragraphs above do not."""
    if count < _BARE_LIST_MIN_ITEMS or count >= len(body):
        return False
    items = body[-count:]
    close = all(sheet.lines[index].gap == 0 for index in items[1:])
    above = [sheet.lines[index].gap for index in body[1:-count]]
    return close and sheet.lines[items[0]].gap > 0 and bool(above) and min(above) > 0


def _move(sheet: Sheet, draft: Draft, take: int, *, with_label: bool) -> None:
    items = draft.body_lines[-take:]
    cut = take + 1 if with_label else take
    owner = sheet.drafts[0]
    owner.related.extend(sheet.marks[index].value or sheet.lines[index].text for index in items)
    for index in items:
        sheet.name(index, "related_item", "tail.list_by_shape")
    if with_label:
        sheet.name(draft.body_lines[-cut], "related_label", "tail.list_by_shape")
    _drop_last(draft, cut)


def _drop_last(draft: Draft, count: int) -> None:
    del draft.body_lines[-count:]
    del draft.paragraphs[-count:]
    del draft.folded_paragraphs[-count:]


def _take_signature(sheet: Sheet, draft: Draft) -> None:
    """Take a short last line that a date closes: the name under a press release."""
    if len(draft.body_lines) <= 1:
        return
    last = draft.body_lines[-1]
    line = sheet.lines[last]
    dated = sheet.kind(last + 1) in ("date", "dateline")
    words = len(sheet.key(last).split())
    if (
        dated
        and words <= _SIGNATURE_MAX_WORDS
        and not line.is_paragraph
        and line.folded[-1:].isalpha()
    ):
        sheet.name(last, "signature", "tail.signature")
        _drop_last(draft, 1)
