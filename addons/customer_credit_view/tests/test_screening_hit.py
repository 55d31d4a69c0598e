from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..exceptions import HitStands
from .common_screening import PLAIN, ScreeningCommon


@tagged("post_install", "-at_install")
class TestScreeningHit(ScreeningCommon):
    # What is found

    def test_customer_that_looks_like_a_party_is_a_hit(self):
        hit = self._hit()
        self.assertRecordValues(
            hit,
            [
                {
                    "state": "open",
                    "reference": "R1",
                    "asked_name": "Testneft Trade Ltd",
                    "listed_name": "Testneft Trading LLC",
                    "score": 100.0,
                    "how": "same",
                    "place": "unknown",
                    "programme": "TST",
                }
            ],
        )
        self.assertEqual(hit.profile_id.screening_state, "hit")

    def test_name_in_other_letters_is_found(self):
        self.assertTrue(self._hit("ООО Тестнефть Трейд"))

    def test_contact_of_a_customer_is_compared(self):
        self._load()
        customer = self._customer("Harmless Ltd")
        self.env["res.partner"].create({"name": "Testovsky Ivan", "parent_id": customer.id})
        profile = self._screen(customer)
        self.assertEqual(profile.screening_hit_ids.mapped("reference"), ["R2"])

    def test_other_country_makes_it_less_likely(self):
        hit = self._hit(country_id=self.env.ref("base.fr").id)
        self.assertRecordValues(hit, [{"score": 92.0, "place": "different"}])
        self.company.credit_screening_other_country = 20
        profile = self._screen(hit.partner_id)
        self.assertEqual(profile.screening_hit_ids.state, "open", "what was found is cleared by persons alone")
        fresh = self._customer("Testneft Trade GmbH", country_id=self.env.ref("base.fr").id)
        self.assertFalse(self._screen(fresh).screening_hit_ids)

    def test_customer_who_looks_like_nobody_is_clear(self):
        self._load()
        profile = self._screen(self.customer)
        self.assertEqual((profile.screening_state, profile.screening_hit_count), ("clear", 0))
        self.assertTrue(profile.screened_at)

    def test_threshold_decides(self):
        self._load()
        customer = self._customer("Testneft Kasimov")
        self.assertFalse(self._screen(customer).screening_hit_ids)
        self.company.credit_screening_threshold = 60
        self.assertTrue(self._screen(customer).screening_hit_ids)

    # Clearing

    def test_two_persons_clear_a_hit(self):
        hit = self._hit()
        self._propose(hit)
        self.assertEqual((hit.state, hit.proposed_by_id), ("proposed", self.analyst))
        hit.with_user(self.controller).action_clear()
        self.assertRecordValues(hit, [{"state": "cleared", "decided_by_id": self.controller.id}])
        self.assertEqual(hit.profile_id.screening_state, "clear")

    def test_nobody_clears_alone(self):
        hit = self._hit()
        self._propose(hit, self.controller)
        with self.assertRaisesRegex(HitStands, "another person"):
            hit.with_user(self.controller).action_clear()
        hit.with_user(self.controller_2).action_clear()
        self.assertEqual(hit.state, "cleared")

    def test_nobody_clears_without_a_proposal(self):
        with self.assertRaisesRegex(HitStands, "with evidence"):
            self._hit().with_user(self.controller).action_clear()

    def test_proposal_needs_difference_reason_and_evidence(self):
        hit = self._hit().with_user(self.analyst)
        files = self._evidence()
        for args in ((False, "why", files), ("register", " ", files), ("register", "why", files.browse())):
            with self.assertRaisesRegex(HitStands, "attach what shows it"):
                hit._propose(*args)
        with self.assertRaisesRegex(HitStands, "attach what shows it"):
            hit._propose("made_up", "why", files)

    def test_evidence_is_no_file_of_others(self):
        """Who names a file by its number neither reads nor takes it away from where it belongs."""
        secret = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": "s.pdf",
                    "raw": b"%PDF-",
                    "res_model": "ir.cron",
                    "res_id": self.env.ref("base.autovacuum_job").id,
                }
            )
        )
        hit = self._hit().with_user(self.analyst)
        with self.assertRaises(AccessError):
            hit._propose("register", "why", secret.with_user(self.analyst))
        shown = self.env["ir.attachment"].create(
            {"name": "p.pdf", "raw": b"%PDF-", "res_model": "res.partner", "res_id": self.customer.id}
        )
        hit._propose("register", "why", shown.with_user(self.analyst))
        self.assertEqual((shown.res_model, hit.evidence_ids), ("res.partner", shown))

    def test_proposal_that_is_not_enough_opens_the_hit_again(self):
        hit = self._hit()
        self._propose(hit)
        hit.with_user(self.controller).action_send_back()
        self.assertEqual(hit.state, "open")
        with self.assertRaises(HitStands):
            hit.with_user(self.controller).action_clear()

    def test_confirmed_party_is_on_hold(self):
        hit = self._hit()
        hit.with_user(self.controller).action_confirm()
        profile = hit.profile_id
        self.assertEqual((hit.state, profile.standing, profile.screening_state), ("confirmed", "hold", "restricted"))

    def test_only_the_roles_act(self):
        hit = self._hit()
        for user in (self.reader, self.seller):
            with self.assertRaises(AccessError):
                hit.with_user(user)._propose("register", "why", self._evidence())
        self._propose(hit)
        for user in (self.reader, self.analyst):
            with self.assertRaises(AccessError):
                hit.with_user(user).action_clear()
            with self.assertRaises(AccessError):
                hit.with_user(user).action_confirm()

    def test_state_is_written_by_nobody(self):
        hit = self._hit()
        for user in (self.reader, self.analyst, self.controller, self.manager):
            with self.assertRaises(UserError):
                hit.with_user(user).write({"state": "cleared"})
            with self.assertRaises(AccessError):
                hit.with_user(user).write({"asked_name": "Somebody"})
            with self.assertRaises(AccessError):
                hit.with_user(user).unlink()

    def test_acts_are_sealed_with_their_evidence(self):
        hit = self._hit()
        self._clear(hit)
        entries = (
            self.env["evidence.entry"]
            .sudo()
            .search([("subject_model", "=", hit._name), ("subject_key", "=", hit.name)], order="id")
        )
        self.assertEqual(entries.mapped("event"), ["credit.hit_clearing_proposed", "credit.hit_cleared"])
        self.assertNotIn("Testneft Trade", entries[0].payload, "names can be erased")
        self.assertTrue(self.env["evidence.file"].sudo().search([("attachment_id", "in", hit.evidence_ids.ids)]))

    # The next version

    def test_cleared_hit_stays_cleared_while_nothing_changed(self):
        hit = self._hit()
        self._clear(hit)
        self._load(PLAIN + "R9,Somebody Else,,,,,\n")
        profile = self._screen(hit.partner_id)
        self.assertEqual((hit.state, profile.screening_state), ("cleared", "clear"))
        self.assertEqual(hit.version_id.number, 2)

    def test_cleared_hit_opens_again_when_the_entry_changed(self):
        hit = self._hit()
        self._clear(hit)
        self._load(PLAIN.replace("Testneft|", "Testneft|Testneft of Minsk|"))
        self._screen(hit.partner_id)
        self.assertEqual(hit.state, "open")

    def test_cleared_hit_opens_again_when_another_name_of_ours_is_alike(self):
        hit = self._hit("Testneft Tradings Ltd")
        self._clear(hit)
        self.env["res.partner"].create({"name": "Testneft Trading", "parent_id": hit.partner_id.id})
        self._screen(hit.partner_id)
        self.assertEqual(hit.state, "open")

    def test_open_hit_is_gone_when_the_party_is_no_longer_listed(self):
        hit = self._hit()
        self._load("name\nOnly One\nOnly Two")
        self._screen(hit.partner_id)
        self.assertEqual((hit.state, hit.profile_id.screening_state), ("gone", "clear"))

    def test_another_name_clears_nobody(self):
        """A seller who renames the customer does not get rid of the hit."""
        hit = self._hit()
        hit.partner_id.name = "Aqua Flowers"
        profile = self._screen(hit.partner_id)
        self.assertEqual((hit.state, profile.screening_state), ("open", "hit"))

    def test_confirmed_hit_stays_when_the_party_is_no_longer_listed(self):
        hit = self._hit()
        hit.with_user(self.controller).action_confirm()
        self._load("name\nOnly One\nOnly Two\nOnly Three")
        self._screen(hit.partner_id)
        self.assertEqual(hit.state, "confirmed")

    # When it is done

    def test_results_are_kept_per_version_and_forgotten_with_the_name(self):
        self._load()
        profile = self._screen(self.customer)
        results = self.env["credit.screening.result"]
        self.assertEqual(results.search_count([("profile_id", "=", profile.id)]), 1)
        self.customer.phone = "1"
        self.assertEqual(results.search_count([("profile_id", "=", profile.id)]), 1)
        for change in ({"name": "Aqua Workers"}, {"country_id": self.env.ref("base.be").id}):
            self._screen(self.customer)
            self.customer.write(change)
            self.assertFalse(results.search_count([("profile_id", "=", profile.id)]), change)
        self._screen(self.customer)
        self.env["res.partner"].create({"name": "New Contact", "parent_id": self.customer.id})
        self.assertFalse(results.search_count([("profile_id", "=", profile.id)]))

    def test_cron_compares_whoever_waits(self):
        self._load()
        listed = self._customer("Testneft Trading")
        profiles = self._profile(self.customer) | self._profile(listed)
        cron = self.env.ref("customer_credit_view.ir_cron_screen")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(profiles.mapped("screening_state"), ["clear", "hit"])
        results = self.env["credit.screening.result"]
        self.assertFalse(results._get_waiting_ids(self.company, self.list.current_id))

    def test_many_customers_are_compared_like_one(self):
        self._load()
        profiles = self._screen(*self._customers(45), self._customer("Testneft Trade"))
        self.assertEqual(profiles.screening_hit_ids.mapped("reference"), ["R1"])

    def test_queries_do_not_grow_with_customers(self):
        self._load()
        counts = []
        self._screen(self.customer)
        for number in (2, 2, 30):
            profiles = self.env["credit.profile"]._get_for(self._customers(number), self.company)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["credit.screening.result"]._screen(profiles)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts[-2:])

    def test_merged_customers_keep_the_stricter_hit(self):
        hit = self._hit()
        self._clear(hit)
        twin = self._customer("Testneft Trading Ltd")
        other = self._screen(twin).screening_hit_ids
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((hit.partner_id | twin).ids, hit.partner_id)
        self.assertEqual(hit.state, "gone")
        self.assertRecordValues(
            other, [{"state": "open", "profile_id": self._profile(hit.partner_id or other.partner_id).id}]
        )
