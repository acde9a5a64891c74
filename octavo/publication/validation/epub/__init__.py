"""Check the EPUBs."""
