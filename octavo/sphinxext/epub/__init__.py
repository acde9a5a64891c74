"""The extension's part in EPUBs."""
