"""The proof of the story: a checkpoint over all that was sealed, and a first verification."""


def seal_and_verify(book):
    if book.env["evidence.checkpoint"]._seal_pending():
        book.env["evidence.verification"]._run(book.company)
