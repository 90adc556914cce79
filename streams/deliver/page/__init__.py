"""The live page: alerts for people, Arabic first. Rendered here, kept fresh by a little script."""
