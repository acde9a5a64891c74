"""Commands for editors and publishers."""
