"""The printable report of an answer: one content, as HTML, as PDF, and its map as a picture."""
