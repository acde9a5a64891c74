"""The extension's part in web pages."""
