"""Commands for translators and reviewers."""
