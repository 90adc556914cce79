"""Contracts: what crosses a Kafka topic, and nothing else.

A contract is a frozen dataclass; `schemas.codec` turns it into UTF-8 JSON and back. Adding a
field with a default is compatible; removing, renaming or re-typing one is not, and needs a new
version of the contract. Times are ISO 8601 in UTC (`2025-03-19T19:36:33Z`), a date known to the
day is `2024-11-22`; spans are half-open and count Unicode code points of `article.text`;
`null` means "not stated" and is never the same as 0.
"""
