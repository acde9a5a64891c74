"""The pages around the editions: landing page, downloads, news, coverage."""
