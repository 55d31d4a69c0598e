from odoo import http
from odoo.http import content_disposition, request


class EvidencePackController(http.Controller):
    @http.route("/evidence/pack/<string:model>/<int:record_id>", type="http", auth="user", methods=["GET"])
    def download(self, model, record_id):
        """The pack of a document, or of the document of an entry. Portal users get theirs where an addon says so."""
        record = request.env["evidence.pack"]._get_source(model, record_id)
        if not request.env.user._is_internal() or not record:
            raise request.not_found()
        name, content = record._get_evidence_pack()
        return request.make_response(
            content, [("Content-Type", "application/zip"), ("Content-Disposition", content_disposition(name))]
        )
