"""Text ground floor: folding with offsets, tokens, numerals, lexicons, dates. No news here."""
