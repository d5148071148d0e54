"""What the resident's page loads: facilities, and what holds when, so that it needs no server."""

from api.resident.document import About, is_by_view
from api.resident.documents import ResidentDocument, ResidentDocuments

__all__ = ["About", "ResidentDocument", "ResidentDocuments", "is_by_view"]
