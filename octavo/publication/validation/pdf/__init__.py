"""Check the PDFs."""
