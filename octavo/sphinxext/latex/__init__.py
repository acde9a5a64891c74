"""The extension's part in LaTeX files."""
