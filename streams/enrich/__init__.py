"""Enrichment: who, where, when, what happened, how many, and the words that say so."""
