"""Dedup: has this text been seen before, and which story does it belong to?"""
