"""Every outside face: HTTP, pages, command line."""
