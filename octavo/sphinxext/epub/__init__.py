"""Write the EPUBs of books."""
