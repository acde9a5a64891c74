"""Write the files that programs read: OPDS feeds, badges, sitemap."""
