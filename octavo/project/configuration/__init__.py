"""Read and edit the configuration: ``[tool.octavo]``, and the values of ``conf.py`` without executing it."""
