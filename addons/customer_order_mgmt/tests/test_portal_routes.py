from odoo.tests import tagged

from .common_portal import PIXEL, PortalOrderCommon

NOBODY, OWNER, COLLEAGUE, STRANGER, CLERK = None, "pat", "kim", "rob", "order_clerk"
OPEN, LOGIN, HIDDEN, DENIED = 200, "login", 404, 403


@tagged("post_install", "-at_install")
class TestPortalRoutes(PortalOrderCommon):
    """Who gets which page: each route for each kind of visitor, over HTTP."""

    def setUp(self):
        super().setUp()
        self.draft = self._create_draft()
        self.drawing = self.draft._portal_add_file("plan.pdf", b"%PDF-1.7 plan")
        self.order = self._accept(self._create_order([{"product_id": self.pump.id, "quantity": 2}]))
        self.delivery = self._deliver(self.order, 0.5)
        submitted = self._create_draft()
        self.signed_file = submitted._portal_add_file("order.pdf", b"%PDF-1.7 order")
        self.submitted = self._submit(submitted).sudo()

    def _visit(self, login, url, **kwargs):
        self.authenticate(login, login)
        answer = self.url_open(url, allow_redirects=False, **kwargs)
        if answer.status_code == 303 and "/web/login" in answer.headers["Location"]:
            return LOGIN
        return answer.status_code

    def _assert_visits(self, table):
        for url, expected in table.items():
            for login, status in expected.items():
                with self.subTest(url, login=login):
                    self.assertEqual(self._visit(login, url), status)

    def test_pages_of_the_draft_are_its_authors(self):
        own = {NOBODY: LOGIN, OWNER: OPEN, COLLEAGUE: HIDDEN, STRANGER: HIDDEN, CLERK: HIDDEN}
        draft = f"/my/customer-orders/drafts/{self.draft.id}"
        self._assert_visits(
            {
                draft: own,
                f"{draft}/review": own,
                f"/my/customer-orders/new?draft_id={self.draft.id}": own,
                "/my/customer-orders/drafts/999999999": {NOBODY: LOGIN, OWNER: HIDDEN, CLERK: HIDDEN},
                # No page for its chatter or its links either.
                f"/my/customer-orders/{self.draft.id}/files/{self.drawing.id}": {
                    **own,
                    CLERK: OPEN,  # a clerk may help
                },
            }
        )

    def test_page_of_a_draft_that_was_submitted_leads_to_the_order(self):
        for path in ("", "/review"):
            url = f"/my/customer-orders/drafts/{self.submitted.id}{path}"
            self.authenticate("pat", "pat")
            answer = self.url_open(url, allow_redirects=False)
            self.assertEqual(answer.status_code, 303)
            self.assertIn(self.submitted.access_url, answer.headers["Location"])
            self._assert_visits({url: {STRANGER: HIDDEN}})

    def test_list_is_for_customers(self):
        everybody = {NOBODY: LOGIN, OWNER: OPEN, COLLEAGUE: OPEN, STRANGER: OPEN, CLERK: HIDDEN}
        image = "/my/customer-orders/products/%s/image"
        self._assert_visits(
            {
                "/my/customer-orders/new": everybody,
                "/my/customer-orders/new?search=%25&category_id=x&draft_id=x": everybody,
                image % self.pump.id: everybody,
                image % self.hidden.id: {NOBODY: LOGIN, OWNER: HIDDEN, CLERK: HIDDEN},
            }
        )
        self.company.customer_order_use_portal = False
        self._assert_visits(
            {
                "/my/customer-orders/new": {OWNER: HIDDEN},
                image % self.pump.id: {OWNER: HIDDEN},
                f"/my/customer-orders/drafts/{self.draft.id}": {OWNER: HIDDEN},
                "/my/customer-orders": {OWNER: OPEN},
            }
        )

    def test_pages_of_an_order_are_its_customers(self):
        own = {NOBODY: LOGIN, OWNER: OPEN, COLLEAGUE: OPEN, STRANGER: HIDDEN, CLERK: OPEN}
        asking = {NOBODY: LOGIN, OWNER: OPEN, COLLEAGUE: OPEN, STRANGER: HIDDEN, CLERK: HIDDEN}
        order = f"/my/customer-orders/{self.order.id}"
        self._assert_visits(
            {
                order: own,
                f"{order}/deliveries/{self.delivery.id}": own,
                f"{order}/amendments/new": asking,
                f"{order}/incidents/new": asking,
                f"/my/customer-orders/{self.submitted.id}/files/{self.signed_file.id}": own,
            }
        )

    def test_papers_of_another_order_are_not_given(self):
        submitted = f"/my/customer-orders/{self.submitted.id}"
        self._assert_visits(
            {
                f"{submitted}/deliveries/{self.delivery.id}": {OWNER: HIDDEN},
                f"{submitted}/files/{self.drawing.id}": {OWNER: HIDDEN},
                f"{submitted}/amendments/new": {OWNER: HIDDEN},  # not in force yet
                f"{submitted}/incidents/new": {OWNER: HIDDEN},  # nothing arrived yet
            }
        )

    def test_files_that_we_attached_are_not_given(self):
        ours = self.env["ir.attachment"].with_user(self.clerk).create({"name": "all orders.csv", "raw": b"x"})
        order = self._create_order(source_attachment_ids=ours.ids)
        order.action_receive()
        self._assert_visits({f"/my/customer-orders/{order.id}/files/{ours.id}": {OWNER: HIDDEN, STRANGER: HIDDEN}})
        self.authenticate("pat", "pat")
        self.assertNotIn("all orders.csv", self.url_open(f"/my/customer-orders/{order.id}").text)

    def test_links_open_papers_too_and_wrong_ones_nothing(self):
        order = f"/my/customer-orders/{self.order.id}"
        token = self.order.sudo()._portal_ensure_token()
        for path in (order, f"{order}/deliveries/{self.delivery.id}"):
            self._assert_visits(
                {
                    f"{path}?access_token={token}": {NOBODY: OPEN, STRANGER: OPEN},
                    f"{path}?access_token=x": {NOBODY: DENIED},
                }
            )
        # Wishes and reports need a login, link or not.
        self._assert_visits({f"{order}/amendments/new?access_token={token}": {NOBODY: LOGIN, STRANGER: HIDDEN}})

    def test_posts_of_strangers_change_nothing(self):
        draft, order = f"/my/customer-orders/drafts/{self.draft.id}", f"/my/customer-orders/{self.order.id}"
        line = self.draft.sudo().line_ids[0]
        forms = {
            f"{draft}/entries": {"text": "P1;1", "add": "all"},
            f"{draft}/custom": {"name": "x"},
            f"{draft}/files": {},
            f"{draft}/files/{self.drawing.id}/delete": {},
            f"{draft}/delete": {},
            f"{order}/amendments": {"reason": "x", "is_cancellation": "1"},
            f"{order}/incidents": {"kind": "damage", "description": "x"},
            f"{order}/counter/decline": {"reason": "x"},
            f"{order}/amendments/1/decline": {"reason": "x"},
        }
        calls = {
            f"{draft}/save": {"field": "quantity", "value": "9", "line_id": line.id},
            f"{draft}/remove-line": {"line_id": line.id},
            f"{draft}/submit": {"name": "x", "signature": PIXEL, "reviewed_hash": "x", "has_agreed": True},
            "/my/customer-orders/drafts/add": {"product_id": self.pump.id, "quantity": 1, "draft_id": self.draft.id},
            f"{order}/counter/confirm": {"name": "x", "signature": PIXEL, "has_agreed": True},
        }
        self.authenticate("rob", "rob")
        for url, data in forms.items():
            with self.subTest(url):
                self.assertEqual(self._post(url, **data).status_code, 404)
        for url, params in calls.items():
            with self.subTest(url):
                self.assertEqual(self.url_open(url, json={"params": params}).json()["error"]["code"], 404)
        self.assertEqual((line.quantity, len(self.draft.sudo().line_ids)), (2.0, 2))
        self.assertTrue(self.drawing.exists())
        self.assertFalse(self.order.amendment_ids or self.order.incident_ids)

    def test_draft_is_written_through_forms(self):
        self.authenticate("pat", "pat")
        draft = f"/my/customer-orders/drafts/{self.draft.id}"
        answer = self._post(f"{draft}/entries", text="V1;2\nXX;1")
        self.assertIn("not in our list", answer.text)
        self.assertIn("Add only what has no faults (1)", answer.text)
        self.assertEqual(self._post(f"{draft}/entries", text="V1;2\nXX;1", add="valid").status_code, 303)
        answer = self._post(f"{draft}/custom", files={"files": ("a.html", b"<b>", "text/html")}, name="Flange")
        self.assertIn("kind that we do not take", answer.text)
        self.assertEqual(len(self.draft.sudo().line_ids), 2)
        answer = self._post(
            f"{draft}/custom",
            files={"files": ("plan.pdf", b"%PDF-1.7", "application/pdf")},
            name="Flange",
            quantity="2",
            attribute_name=["Length", "Colour", ""],
            attribute_value=["120", "RAL 9010", ""],
            attribute_unit=["mm", "", ""],
            attribute_tolerance=["± 0.5", "", ""],
        )
        self.assertEqual(answer.status_code, 303)
        custom = self.draft.sudo().line_ids.filtered("is_custom")
        self.assertEqual(custom.attachment_ids.name, "plan.pdf")
        length, colour = custom.attribute_ids
        self.assertEqual((length.number, length.unit, length.tolerance_plus), (120.0, "mm", 0.5))
        self.assertEqual((colour.tolerance_kind, colour.value), ("text", "RAL 9010"))
        download = self.url_open(f"/my/customer-orders/{self.draft.id}/files/{custom.attachment_ids.id}")
        self.assertIn("attachment", download.headers["Content-Disposition"])
        self.assertEqual(self._post(f"{draft}/files/{custom.attachment_ids.id}/delete").status_code, 303)
        self.assertFalse(custom.attachment_ids)
        self.assertEqual(self._post(f"{draft}/delete").status_code, 303)
        self.assertFalse(self.draft.exists())

    def test_refused_entries_are_sentences_not_errors(self):
        self.authenticate("pat", "pat")
        url = f"/my/customer-orders/drafts/{self.draft.id}"
        line = self.draft.sudo().line_ids[0]
        answer = self.make_jsonrpc_request(f"{url}/save", {"field": "quantity", "value": "-1", "line_id": line.id})
        self.assertEqual(answer, {"error": "The quantity must be above zero."})
        answer = self.make_jsonrpc_request(f"{url}/save", {"field": "state", "value": "accepted"})
        self.assertIn("cannot be changed", answer["error"])
        answer = self.make_jsonrpc_request(
            "/my/customer-orders/drafts/add", {"product_id": self.hidden.id, "quantity": 1}
        )
        self.assertIn("not in our list", answer["error"])
        drafts = self.env["customer.order"].with_user(self.pat)
        self.assertEqual(drafts.search_count(drafts._get_draft_domain()), 1, "A refused item begins no draft.")

    def test_nonsense_is_answered_without_a_traceback(self):
        self.authenticate("pat", "pat")
        url = f"/my/customer-orders/drafts/{self.draft.id}"
        order = self._create_order()
        order.action_receive()
        nonsense = ({}, [], {"a": [1]}, None, True, -1, 1e300, 2**70, "x", "\x00", "\ud800", "9" * 5000, "' OR 1=1 --")
        for value in nonsense:
            for call, params in {
                f"{url}/save": {"field": value, "value": value, "line_id": value},
                f"{url}/remove-line": {"line_id": value},
                f"{url}/submit": dict.fromkeys(("name", "signature", "reviewed_hash"), value) | {"has_agreed": True},
                "/my/customer-orders/drafts/add": {"product_id": value, "quantity": value, "draft_id": value},
                f"/my/customer-orders/{order.id}/counter/confirm": {
                    "name": value,
                    "signature": value,
                    "has_agreed": True,
                },
            }.items():
                with self.subTest(call, value=value):
                    answer = self.url_open(call, json={"params": params}).json()
                    self.assertTrue(answer.get("result", {}).get("error") or answer["error"]["code"] == 404, answer)
        for field in ("quantity", "requested_date", "instructions", "customer_product_code"):
            for value in nonsense:
                params = {"field": field, "value": value, "line_id": self.draft.sudo().line_ids[0].id}
                with self.subTest(field, value=value):
                    self.assertIn("result", self.url_open(f"{url}/save", json={"params": params}).json())
        for text in ("\x00;1", "%00", "P1;\u202e5", "=cmd|' /C calc'!A0;1", ";" * 5000, "\ufeffP1;1"):
            with self.subTest(text[:10]):
                self.assertEqual(self._post(f"{url}/entries", text=text).status_code, 200)
        for query in (
            "search=%00",
            "search=%25%5C_",
            "category_id=999999999999999999",
            "draft_id=99999999999",
            "page=x",
        ):
            with self.subTest(query):
                status = self.url_open(f"/my/customer-orders/new?{query}").status_code
                self.assertIn(status, (200, 404))

    def test_damage_is_reported(self):
        self.authenticate("pat", "pat")
        url = f"/my/customer-orders/{self.order.id}/incidents"
        line = self.order.line_ids
        for data, sentence in [
            ({"kind": "magic", "description": "x"}, "Please say what happened"),
            ({"kind": "damage", "description": ""}, "Please give a reason"),
            ({"kind": "damage", "description": "x", "quantity": "-1"}, "above zero"),
        ]:
            with self.subTest(sentence):
                self.assertIn(sentence, self._post(url, **data).text)
        picture = {"files": ("dent.png", b"\x89PNG\r\n\x1a\n0", "image/png")}
        answer = self._post(url, files=picture, kind="damage", description="Dented", line_id=str(line.id), quantity="1")
        self.assertEqual(answer.status_code, 303)
        incident = self.order.sudo().incident_ids
        self.assertRecordValues(
            incident,
            [
                {
                    "kind": "damage",
                    "line_id": line.id,
                    "quantity": 1.0,
                    "reported_by": "customer",
                    "description": "Dented",
                }
            ],
        )
        self.assertEqual(incident.attachment_ids.name, "dent.png")
        self.assertIn("Dented", self.url_open(f"/my/customer-orders/{self.order.id}").text)
