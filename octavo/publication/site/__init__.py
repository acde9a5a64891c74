"""Write the pages around the editions: landing page, downloads, news, coverage."""
