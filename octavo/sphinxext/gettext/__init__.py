"""The extension's part in extraction."""
