"""The service measured beside bare FastAPI and Starlette, in one run: `python -m bench`."""
