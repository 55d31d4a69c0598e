"""From the files that a user loads to one list.

>>> read_list([File("list.csv", b"name\\nTest Lines Ltd")]).parties[0].name
'Test Lines Ltd'
"""

from .screening_csv import read_csv
from .screening_file import File, is_xml, unpack
from .screening_list import ListFault, Listing, ListUnreadable
from .screening_xml import read_xml


def read_list(files: list[File]) -> Listing:
    """Return the ``Listing`` of one list, given as one or several files or in an archive. Raises ``ListUnreadable``.

    A list without parties is refused: it would clear everybody.
    """
    unpacked = unpack(files)
    if not unpacked:
        raise ListUnreadable(ListFault.EMPTY)
    trees = [file for file in unpacked if is_xml(file.content)]
    if trees and len(unpacked) > 1:
        raise ListUnreadable(ListFault.MIXED)
    listing = read_xml(trees[0].content) if trees else read_csv(unpacked)
    if not listing.parties:
        raise ListUnreadable(ListFault.NO_PARTY)
    return listing
