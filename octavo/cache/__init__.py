"""Decide whether something is unchanged: fingerprints of files, hashes of their content, stored results."""
