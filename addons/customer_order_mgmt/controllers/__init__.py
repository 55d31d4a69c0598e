from . import drawings
from . import (
    import_template,
    portal,
    portal_agreement,
    portal_catalogue,
    portal_delivery_answer,
    portal_documents,
    portal_draft,
    portal_incidents,
    portal_submission,
    register,
    verification,
)
