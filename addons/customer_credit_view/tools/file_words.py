from ..logic.table_file import COLUMN_LIMIT, ROW_LIMIT, SIZE_LIMIT, FileFault


def file_sentence(env, fault):
    """Return in a sentence why a file is not read (``FileFault``)."""
    limits = {"rows": ROW_LIMIT, "columns": COLUMN_LIMIT, "size": SIZE_LIMIT // 2**20}
    sentences = {
        FileFault.EMPTY: env._("The file is empty."),
        FileFault.TOO_LARGE: env._("The file is larger than %(size)s MB, or unpacks to more than that.", **limits),
        FileFault.PROTECTED: env._("The workbook is protected, or of an old format. Please save it as XLSX."),
        FileFault.DAMAGED: env._("The file is damaged and cannot be opened. Please save it again as XLSX or CSV."),
        FileFault.DECLARATION: env._("The workbook holds declarations that no workbook needs. It is not opened."),
        FileFault.NOT_TEXT: env._("The file is neither a workbook nor a text. Please send XLSX or CSV."),
        FileFault.TOO_MANY_ROWS: env._("The file has more than %(rows)s rows. Please split it.", **limits),
    }
    return sentences[fault]
