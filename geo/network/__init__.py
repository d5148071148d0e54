"""A walking network: built, joined to places beside it, and measured along."""
