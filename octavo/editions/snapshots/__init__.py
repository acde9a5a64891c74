"""Choose an earlier text for a language that lags, and say so in its editions."""
