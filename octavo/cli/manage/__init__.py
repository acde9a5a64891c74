"""Commands for coordinators and maintainers."""
