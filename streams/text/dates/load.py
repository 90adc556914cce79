"""Read words and grammar from the data files, once; every other function takes them as argument."""

from streams.text.dates.grammar import load_grammar
from streams.text.dates.readers import READERS
from streams.text.dates.words import DateWords, load_vocabularies


def load_date_words() -> DateWords:
    """Read the date words and the grammar.

    Errors: ValueError with file and line, or rule, for data that cannot be right.
    """
    return DateWords(load_vocabularies(), load_grammar(frozenset(READERS)))
