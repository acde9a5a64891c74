"""Files that programs read: OPDS catalogs, badges, sitemap."""
