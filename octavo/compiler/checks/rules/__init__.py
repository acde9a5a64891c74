"""The rules of ``octavo check``: one module for each subject."""
