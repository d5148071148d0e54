"""The resources of the service, one a file: select, compute, respond."""
