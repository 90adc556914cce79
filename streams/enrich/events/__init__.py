"""Events of an article: what happened, when, where, to how many, and who says so."""
