"""Names in text: persons, organisations, outlets and places, from lists and from grammar."""
