"""Check the web editions and the published site."""
