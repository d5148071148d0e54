"""What the resident's page loads: facilities, and what holds when, so that it needs no server."""

from api.resident.document import About, Chosen, is_by_view
from api.resident.documents import ResidentDocument, ResidentDocuments

__all__ = ["About", "Chosen", "ResidentDocument", "ResidentDocuments", "is_by_view"]
