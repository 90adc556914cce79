"""Say which language and script an article is in; letters and little words first, then a model."""
