"""Write bilingual proofs for reviewers."""
