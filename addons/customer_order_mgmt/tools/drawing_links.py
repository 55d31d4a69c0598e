from markupsafe import Markup


def link_drawings(files, root):
    """Return links to ``files`` as HTML, each on a line of its own, at ``root``/drawing/<id>."""
    links = [Markup('<a href="%s/drawing/%s" target="_blank">%s</a>') % (root, file.id, file.name) for file in files]
    return Markup("<br/>").join(links)
