from ..logic.table_fault import TableFault


def table_sentence(env, unreadable):
    """Return in a sentence why a table was not read, for a ``TableUnreadable``."""
    value = unreadable.value
    sentences = {
        TableFault.EMPTY: env._("There is nothing in it."),
        TableFault.NOT_TEXT: env._("This is no text. Save the table as CSV or XLSX."),
        TableFault.ENCODING: env._("The letters cannot be read. Save the file as UTF-8."),
        TableFault.QUOTES: env._("From row %(row)s on the quotation marks do not fit together.", row=value),
        TableFault.TOO_LARGE: env._("It is larger than %(size)s MB.", size=value),
        TableFault.TOO_LARGE_INSIDE: env._("Unpacked it is far too large. It was not read."),
        TableFault.TOO_MANY_ROWS: env._("There are more than %(rows)s rows. Split the file.", rows=value),
        TableFault.DAMAGED: env._("The file is damaged. Open it in the program that made it and save it again."),
        TableFault.PROTECTED: env._(
            "It is protected by a password or in an old format. Save it as XLSX without password."
        ),
        TableFault.ENTITIES: env._("It defines its own entities or document type, which is not accepted."),
    }
    return sentences[unreadable.fault]
