"""Going through more documents than the cache should hold."""

BATCH = 500


def in_batches(documents, size=BATCH):
    """Yield ``documents`` so many at a time; what was read of them is forgotten before the next ones."""
    ids = documents.ids
    for start in range(0, len(ids), size):
        yield documents.browse(ids[start : start + size])
        documents.env.invalidate_all()
