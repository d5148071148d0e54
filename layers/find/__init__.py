"""Finding facilities: by box and fields, by distance, by what people type."""
