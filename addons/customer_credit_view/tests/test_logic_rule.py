"""Covers, conditions, rulings and what-if: figures of the cases 4-S1 to 4-S4, and others of the same rules."""

from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..logic import credit_conditions as conditions
from ..logic.cover import Cover, Part, Reason, apply_covers, set_apart
from ..logic.credit_conditions import Measured
from ..logic.credit_facts import CreditFacts, Lateness, Node, Terms, effective_limit
from ..logic.credit_ruling import Candidate, Outcome, Refused, RuleValue, Severity, Width, rule_on
from ..logic.what_if import Changes, LimitCheck, OpenItem, Situation, options, simulate

TODAY = date(2027, 3, 1)
DUE = date(2027, 4, 30)
AFTER = date(2027, 9, 30)
HORIZON = 60
OVER, WITHIN, UNKNOWN = Measured(True), Measured(False), Measured(None)


def money(amount):
    return Decimal(str(amount))


def part(amount, due=DUE, **vals):
    return Part(due, money(amount), **vals)


def facts(**vals):
    return CreditFacts(TODAY, vals.pop("total", Decimal(0)), vals.pop("value", Decimal(0)), **vals)


# 4-S1: open items 42,000 less 4,000 unapplied, 13,000 delivered, open orders 38,000 (12,000 of them after the horizon),
# and the new order of 15,000.
PARTS = (
    part(42000),
    part(13000),
    part(26000, promised=date(2027, 3, 20)),
    part(12000, AFTER, promised=date(2027, 8, 31)),
    part(15000, promised=date(2027, 3, 25)),
)
GROSS = money(104000)


def node(gross=GROSS, limit=100000, parts=PARTS, covers=(), is_own=True):
    return Node(is_own, money(limit), money(gross), parts, covers)


def used(one, horizon_days=None, percent=100):
    return conditions.limit_used(facts(nodes=(one,)), Decimal(percent), horizon_days)


@tagged("post_install", "-at_install")
class TestLogicCover(BaseCase):
    def apply(self, covers, parts=None, gross=None, today=TODAY):
        parts = parts or [part(10000)]
        gross = sum(one.amount for one in parts) if gross is None else money(gross)
        return apply_covers(parts, covers, today, gross=gross)

    def test_4_s2_letter_of_credit_covers_its_orders(self):
        parts = set_apart(PARTS, [part(20000, promised=date(2027, 3, 20), order=7)])
        letter = Cover(1, money(18000), valid_to=AFTER, orders=frozenset({7}))
        self.assertEqual(self.apply([letter], parts, GROSS).net, 86000)
        self.assertEqual(node(parts=tuple(parts), covers=(letter,)).net(TODAY), 86000)

    def test_amounts(self):
        # remaining, percent, deductible, covered of 10,000
        cases = [
            (20000, 100, 0, 10000),
            (4000, 100, 0, 4000),
            (20000, 90, 0, 9000),
            (5000, 90, 0, 4500),
            (20000, 90, 500, 8500),
            (400, 90, 500, 0),
            (0, 100, 0, 0),
            (-5, 100, 0, 0),
        ]
        for remaining, percent, deductible, covered in cases:
            with self.subTest(remaining=remaining, percent=percent, deductible=deductible):
                cover = Cover(1, money(remaining), money(percent), money(deductible))
                self.assertEqual(self.apply([cover]).covered, covered)

    def test_cover_must_be_valid_when_the_part_is_due(self):
        # valid from, valid to, due, covered
        cases = [
            (None, DUE, DUE, True),
            (None, date(2027, 4, 29), DUE, False),
            (date(2027, 5, 1), None, DUE, False),
            (DUE, DUE, DUE, True),
            # Late already: it must still be valid today.
            (None, date(2027, 2, 28), date(2027, 2, 1), False),
            (None, TODAY, date(2027, 2, 1), True),
        ]
        for start, end, due, covered in cases:
            with self.subTest(start=start, end=end, due=due):
                cover = Cover(1, money(10000), valid_from=start, valid_to=end)
                applied = self.apply([cover], [part(10000, due)])
                self.assertEqual(applied.covered, 10000 if covered else 0)
                self.assertEqual(applied.applications[0].reason, Reason.APPLIED if covered else Reason.NOT_VALID)

    def test_specific_first_and_never_above_gross(self):
        letter = Cover(9, money(6000), orders=frozenset({7}))
        insurance = Cover(1, money(50000), money(90))
        parts = [part(5000, order=7), part(5000)]
        applied = self.apply([insurance, letter], parts)
        self.assertEqual([one.key for one in applied.applications], [9, 1])
        self.assertEqual([one.covered for one in applied.applications], [5000, 4500])
        # Unapplied payments lower the gross exposure below what covers could pay.
        self.assertEqual(self.apply([insurance, letter], parts, 7000).net, 0)
        self.assertEqual(self.apply([insurance, letter], parts, -200).covered, 0)

    def test_credits_lower_what_a_cover_applies_to(self):
        insurance = Cover(1, money(50000), money(90))
        applied = self.apply([insurance], [part(10000), part(-2000, TODAY)])
        self.assertEqual((applied.gross, applied.covered, applied.net), (8000, 7200, 800))
        # Case 4-S2: money on account pays something else than the order behind the letter.
        letter = Cover(1, money(18000), orders=frozenset({7}))
        self.assertEqual(self.apply([letter], [part(20000, order=7), part(9000), part(-4000, TODAY)]).covered, 18000)
        self.assertEqual(self.apply([letter], [part(20000, order=7), part(1000), part(-4000, TODAY)]).covered, 17000)
        # A down payment is of its own order.
        self.assertEqual(self.apply([letter], [part(20000, order=7), part(9000), part(-5000, order=7)]).covered, 15000)

    def test_own_share_is_left_for_the_next_cover(self):
        insurance = Cover(1, money(50000), money(90), valid_to=DUE)
        deposit = Cover(2, money(5000))
        self.assertEqual(self.apply([deposit, insurance]).covered, 10000)

    def test_letter_of_another_order_covers_nothing(self):
        letter = Cover(1, money(6000), orders=frozenset({8}))
        applied = self.apply([letter], [part(5000, order=7)])
        self.assertEqual((applied.covered, applied.applications[0].reason), (0, Reason.NOTHING_TO_COVER))

    def test_cover_of_a_daughter_is_not_for_her_sister(self):
        daughter = part(1000, owners=frozenset({1, 2}))
        sister = part(1000, owners=frozenset({1, 3}))
        self.assertEqual(self.apply([Cover(1, money(9000), owner=2)], [daughter, sister]).covered, 1000)
        self.assertEqual(self.apply([Cover(1, money(9000), owner=1)], [daughter, sister]).covered, 2000)

    def test_dynamic_check_needs_no_cover_for_what_it_leaves_out(self):
        later = part(12000, AFTER, promised=date(2027, 8, 31), order=7)
        letter = Cover(1, money(12000), orders=frozenset({7}))
        one = node(parts=(part(92000), later), covers=(letter,))
        self.assertEqual(one.net(TODAY), 92000)
        self.assertEqual(one.net(TODAY, DUE), 92000)


@tagged("post_install", "-at_install")
class TestLogicConditions(BaseCase):
    def test_4_s1_static_and_dynamic(self):
        static = used(node())
        self.assertEqual((static.is_over, static.figures["net"], static.figures["over"]), (True, 104000, 4000))
        dynamic = used(node(), HORIZON)
        self.assertEqual((dynamic.is_over, dynamic.figures["net"], dynamic.figures["over"]), (False, 92000, -8000))

    def test_4_s3_exceeded_by(self):
        found = used(node(money("12902.06"), 5000, parts=()))
        self.assertEqual(found.measure, money("7902.06"))

    def test_4_s4_equality_passes(self):
        for gross, percent, over in (
            (100000, 100, False),
            ("100000.01", 100, True),
            (80000, 80, False),
            (80001, 80, True),
        ):
            with self.subTest(gross=gross, percent=percent):
                self.assertEqual(used(node(gross, parts=()), percent=percent).is_over, over)

    def test_limit_of_zero(self):
        self.assertIs(used(node(0, 0, ())).is_over, False)
        self.assertIs(used(node("0.01", 0, ())).is_over, True)

    def test_the_tightest_node_counts(self):
        group = node(260000, 250000, (), is_own=False)
        found = conditions.limit_used(facts(nodes=(node(90000, parts=()), group)), Decimal(100))
        self.assertEqual((found.measure, found.figures["is_own"]), (10000, False))

    def test_limit_zero_and_empty_are_choices(self):
        cases = [
            (None, False, False, None),
            (None, True, False, 0),
            (0, False, False, 0),
            (0, False, True, None),
            (5, True, True, 5),
        ]
        for limit, empty, zero, expected in cases:
            with self.subTest(limit=limit, empty=empty, zero=zero):
                given = limit if limit is None else money(limit)
                found = effective_limit(given, empty_is_zero=empty, zero_is_unlimited=zero)
                self.assertEqual(found, expected)
        self.assertIsNone(conditions.limit_used(facts(), Decimal(100)).is_over)

    def test_thresholds(self):
        since = {"oldest_overdue": date(2027, 2, 17)}  # 12 days
        cases = [
            ("grace", conditions.days_overdue(facts(**since), 0, 5), True),
            ("within grace", conditions.days_overdue(facts(**since), 7, 5), False),
            ("due today", conditions.days_overdue(facts(oldest_overdue=TODAY), 0, 0), False),
            ("nothing open", conditions.days_overdue(facts(), 0, 0), False),
            ("value", conditions.order_value(facts(value=money("500.01")), money(500)), True),
            ("value at the limit", conditions.order_value(facts(value=money(500)), money(500)), False),
            ("no payments", conditions.days_late(facts(), 10, 3), None),
            ("two payments", conditions.days_late(facts(lateness=Lateness(40.0, 2)), 10, 3), None),
            ("pays late", conditions.days_late(facts(lateness=Lateness(10.5, 3)), 10, 3), True),
            ("pays early", conditions.days_late(facts(lateness=Lateness(-3.0, 30)), 0, 3), False),
            ("review today", conditions.review_overdue(facts(review_date=TODAY)), False),
            ("review", conditions.review_overdue(facts(review_date=date(2027, 2, 28))), True),
            ("no review", conditions.review_overdue(facts()), False),
            ("limit ended", conditions.limit_expired(facts(limit_ended=date(2027, 2, 28)), 1), False),
            ("limit expired", conditions.limit_expired(facts(limit_ended=date(2027, 2, 26)), 1), True),
            ("pledge", conditions.broken_pledge(facts(broken_pledges=1)), True),
            ("document", conditions.missing_document(facts(missing_documents=("Register extract",))), True),
            ("documents", conditions.missing_document(facts()), False),
            ("standing", conditions.has_standing(facts(standing="hold"), ("watch", "hold")), True),
            ("no discount known", conditions.better_discount(facts(), Decimal(0)), None),
            ("discount", conditions.better_discount(facts(discount=money("5.5")), money(5)), True),
        ]
        for name, measured, expected in cases:
            with self.subTest(name):
                self.assertIs(measured.is_over, expected)

    def test_overdue_amount_and_share_must_both_be_over(self):
        for overdue, amount, share, over in ((500, 400, 10, True), (500, 500, 10, False), (500, 400, 50, False)):
            with self.subTest(overdue=overdue, amount=amount, share=share):
                known = facts(overdue=money(overdue), open_items=money(1000))
                self.assertIs(conditions.overdue_amount(known, money(amount), money(share)).is_over, over)

    def test_terms(self):
        agreed = Terms(money(30), money(30), 30, 30)
        cases = [
            (agreed, False),
            (agreed._replace(days=money(45), last_days=45), True),
            # The same on average, but the last instalment is later.
            (agreed._replace(last_days=60), True),
            (agreed._replace(days=money(14), last_days=14), False),
            (agreed._replace(discount=money(2), discount_days=8), True),
            (
                agreed._replace(discount=money(2), discount_days=14, agreed_discount=money(2), agreed_discount_days=8),
                True,
            ),
            (
                agreed._replace(discount=money(2), discount_days=8, agreed_discount=money(2), agreed_discount_days=8),
                False,
            ),
        ]
        for terms, better in cases:
            with self.subTest(terms):
                self.assertIs(conditions.better_terms(facts(terms=terms)).is_over, better)

    def test_time_alone_does_not_grow_the_measure(self):
        late = facts(oldest_overdue=date(2027, 2, 17))
        later = late._replace(day=date(2027, 3, 9))
        worse = later._replace(oldest_overdue=date(2027, 2, 10))
        measures = [conditions.days_overdue(one, 0, 0).measure for one in (late, later, worse)]
        self.assertEqual(measures[0], measures[1])
        self.assertGreater(measures[2], measures[1])


def rule(key, topic="days_overdue", **vals):
    return RuleValue(key, topic, **vals)


def exclusion(key, topic="days_overdue", width=Width.CUSTOMER, **vals):
    return RuleValue(key, topic, width=width, is_exclusion=True, **vals)


@tagged("post_install", "-at_install")
class TestLogicRuling(BaseCase):
    def outcomes(self, *pairs):
        return [step.outcome for step in rule_on([Candidate(*pair) for pair in pairs])]

    def test_narrower_rule_on_the_topic_counts(self):
        general, own, other = rule(1), rule(2, width=Width.CUSTOMER), rule(3, "order_value")
        found = self.outcomes((general, OVER), (own, WITHIN), (other, OVER))
        self.assertEqual(found, [Outcome.NARROWER, Outcome.NOT_MET, Outcome.HIT])
        firm = rule(1, is_firm=True)
        self.assertEqual(self.outcomes((firm, OVER), (own, WITHIN))[0], Outcome.HIT)

    def test_exclusion(self):
        hit = (rule(1, width=Width.GROUP), OVER)
        cases = [
            ("narrower", exclusion(2), WITHIN, Outcome.EXCLUDED, None),
            ("as wide", exclusion(2, width=Width.GROUP), WITHIN, Outcome.HIT, Refused.NOT_NARROWER),
            ("wider", exclusion(2, width=Width.ALL), WITHIN, Outcome.HIT, Refused.NOT_NARROWER),
            ("not met", exclusion(2), OVER, Outcome.HIT, Refused.NOT_MET),
            ("not known", exclusion(2), UNKNOWN, Outcome.HIT, Refused.UNKNOWN),
            ("another topic", exclusion(2, "order_value"), WITHIN, Outcome.HIT, Refused.OTHER_TOPIC),
            (
                "another topic, releasing",
                exclusion(2, "order_value", Width.ALL, is_releasing=True),
                WITHIN,
                Outcome.RELEASED,
                None,
            ),
            ("releasing, not met", exclusion(2, "order_value", is_releasing=True), OVER, Outcome.HIT, Refused.NOT_MET),
        ]
        for name, other, measured, outcome, refused in cases:
            with self.subTest(name):
                step = rule_on([Candidate(*hit), Candidate(other, measured)])[0]
                self.assertEqual(step.outcome, outcome)
                self.assertEqual([why for _rule, why in step.refused], [refused] if refused else [])
                self.assertEqual(step.by, None if refused else other)

    def test_exclusion_of_a_state_answers_while_it_is_there(self):
        good = exclusion(2, "standing:good", is_releasing=True, is_state=True)
        self.assertEqual(self.outcomes((rule(1), OVER), (good, OVER))[0], Outcome.RELEASED)
        self.assertEqual(self.outcomes((rule(1), OVER), (good, WITHIN))[0], Outcome.HIT)

    def test_firm_rule_is_not_excluded(self):
        [step, _release] = rule_on(
            [Candidate(rule(1, is_firm=True), OVER), Candidate(exclusion(2, is_releasing=True), WITHIN)]
        )
        self.assertEqual((step.outcome, step.refused[0][1]), (Outcome.HIT, Refused.FIRM))

    def test_severest_on_a_topic_counts(self):
        warning = rule(1, severity=Severity.WARNING)
        self.assertEqual(self.outcomes((warning, OVER), (rule(2), OVER)), [Outcome.WEAKER, Outcome.HIT])
        self.assertEqual(self.outcomes((warning, OVER), (rule(2), WITHIN)), [Outcome.HIT, Outcome.NOT_MET])

    def test_unknown_figures_hold_nothing(self):
        self.assertEqual(self.outcomes((rule(1), UNKNOWN), (exclusion(2), UNKNOWN)), [Outcome.UNKNOWN] * 2)


@tagged("post_install", "-at_install")
class TestLogicWhatIf(BaseCase):
    def setUp(self):
        super().setUp()
        self.items = (OpenItem(1, DUE, money(42000)),)
        self.situation = Situation(TODAY, PARTS[-1], (LimitCheck(node()),), self.items)

    def test_4_s1_each_way_alone(self):
        found = options(self.situation)
        self.assertEqual((found.share, found.deposit, found.cover), (73, 4000, 4000))
        self.assertEqual(found.wait_alone.key, 1)
        self.assertEqual(simulate(self.situation, Changes(share=Decimal(60))).available, 2000)
        self.assertTrue(simulate(self.situation, Changes(share=Decimal(73))).passes)
        self.assertFalse(simulate(self.situation, Changes(share=Decimal(74))).passes)
        self.assertFalse(simulate(self.situation, Changes(deposit=money("3999.99"))).passes)

    def test_ways_together(self):
        changes = Changes(share=Decimal(90), deposit=money(1500), cover=money(1112), cover_percent=money(90))
        self.assertTrue(simulate(self.situation, changes).passes)
        self.assertFalse(simulate(self.situation, changes._replace(deposit=money(1000))).passes)

    def test_cover_of_a_percentage(self):
        self.assertEqual(options(self.situation, cover_percent=Decimal(90)).cover, money("4444.45"))
        # It ends before anything is due.
        self.assertIsNone(options(self.situation, cover_until=date(2027, 3, 15)).cover)

    def test_deposit_lowers_what_is_insured_too(self):
        insured = node(covers=(Cover(1, money(10000), money(50)),))
        situation = self.situation._replace(checks=(LimitCheck(insured._replace(limit=money(95000))),))
        self.assertEqual(options(situation).deposit, 4000)
        small = (part(10000), part(2000))
        insured = node(12000, 3000, small, covers=(Cover(1, money(50000), money(50)),))
        situation = Situation(TODAY, small[-1], (LimitCheck(insured),))
        found = options(situation).deposit
        self.assertEqual(found, 6000, "each euro takes half a euro of cover away")
        self.assertFalse(simulate(situation, Changes(deposit=found - money("0.01"))).passes)

    def test_payment_of_an_item_is_not_taken_from_an_order_promised_for_that_day(self):
        order = part(12000, date(2027, 8, 31), promised=date(2027, 8, 31))
        item = OpenItem(5, date(2027, 8, 31), money(3000))
        situation = Situation(TODAY, PARTS[-1], (LimitCheck(node(parts=(order,)), horizon=DUE),), (item,))
        before = simulate(situation, Changes()).available
        self.assertEqual(simulate(situation, Changes(paid=frozenset({5}))).available, before + 3000)

    def test_no_part_fits_where_the_rest_is_over_already(self):
        full = node(money(120000), parts=(part(105000), PARTS[-1]))
        found = options(self.situation._replace(checks=(LimitCheck(full),), items=()))
        self.assertEqual((found.share, found.deposit, found.wait, found.wait_alone), (None, 20000, (), None))

    def test_late_items_are_not_helped_by_money_on_account(self):
        late = OpenItem(2, date(2027, 2, 10), money(300))
        situation = self.situation._replace(checks=(), items=(*self.items, late), late_before=date(2027, 2, 24))
        found = options(situation)
        self.assertEqual((found.share, found.deposit, found.cover), (None, None, None))
        self.assertEqual(([item.key for item in found.wait], found.wait_alone), ([2], late))

    def test_every_limit_must_hold(self):
        group = node(money(206000), 200000, (part(191000), PARTS[-1]), is_own=False)
        checks = (LimitCheck(node()), LimitCheck(group))
        self.assertEqual(options(self.situation._replace(checks=checks)).deposit, 6000)
