"""Bilingual proofs for reviewers."""
