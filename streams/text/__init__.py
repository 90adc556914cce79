"""Text ground floor: folding with an offset map, tokens, numerals, lexicons, dates. No news here."""
