"""The credit check beside the OCA's pair of addons for credit limits, in the same run."""

import json
import os
import subprocess
import sys

import pytest

from .support import ROOT, committed_database, odoo_process, record_figure

PAIR = ("odoo-addon-account-financial-risk==19.0.1.0.0.6", "odoo-addon-sale-financial-risk==19.0.1.0.1")
FEW, MANY = "5", "100000"
# What our check may take beside theirs where a customer owes much.
LIMIT = 0.5


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """The folder of their addons, from the Python package index."""
    folder = tmp_path_factory.mktemp("oca")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), *PAIR]
    subprocess.run(command, check=True)
    return folder / "odoo" / "addons"


def theirs(pair, monkeypatch):
    options = os.environ["SUITE_ODOO_OPTIONS"].split("\n")
    path = next(option for option in options if option.startswith("--addons-path="))
    options.append(f"{path},{pair}")
    monkeypatch.setenv("SUITE_ODOO_OPTIONS", "\n".join(options))
    with committed_database("beside-oca", os.environ["SUITE_CORE_TEMPLATE"]) as database:
        command = [sys.executable, "-m", "odoo", *options, "-d", database, "-i", "sale_financial_risk"]
        subprocess.run([*command, "--stop-after-init", "--no-http", "--log-level=error"], cwd=ROOT, check=True)
        output = finished(database, "peer_oca_confirm.py")
    return json.loads(output.splitlines()[-1])


def ours(figures):
    with committed_database("beside-oca") as database:
        finished(database, "bench_credit_confirm.py", SUITE_FIGURES=str(figures))
    lines = [json.loads(line) for line in figures.read_text().splitlines()]
    return {line["name"].split(", ")[1].split()[0]: line for line in lines if "check_ms" in line}


def finished(database, script, **variables):
    process = odoo_process(database, (ROOT / "bench" / script).read_text(), **variables)
    return process.communicate()[0]


@pytest.mark.long
@pytest.mark.alone
def test_check_takes_less_than_theirs_where_a_customer_owes_much(pair, monkeypatch, tmp_path):
    our, their = ours(tmp_path / "figures.jsonl"), theirs(pair, monkeypatch)
    for items in (FEW, MANY):
        record_figure(
            f"credit check / that of the OCA's pair, {items} open items",
            our[items]["check_ms"] / their[items]["check_ms"],
            check_ms=our[items]["check_ms"],
            their_check_ms=round(their[items]["check_ms"], 2),
            their_confirmation_ms=round(their[items]["alone_ms"], 1),
            their_queries=their[items]["queries"],
        )
    assert our[MANY]["check_ms"] <= LIMIT * their[MANY]["check_ms"]
