import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

import { add, choose, find, isNow, open, page, press, row, save, shows, write } from "./screens";

const CUSTOMER = "Aqua Works";

const addTour = (name, steps) =>
    registry.category("web_tour.tours").add(`credit_screen_${name}`, { steps: () => patient(steps) });

addTour("profile", [
    ...open("credit_menu_customers", "credit_profile_menu"),
    row(CUSTOMER),
    { content: "Decide", trigger: '.o_statusbar_buttons button:contains("Set Standing"):enabled', run: "click" },
    ...choose("standing", "Watch"),
    write("reason", "Pays later each month."),
    { content: "Set it", trigger: ".modal footer button[name=action_set]", run: "click" },
    isNow("Watch"),
    { content: "What is overdue", trigger: "[name=overdue]:contains('1,000.00') button", run: "click" },
    { content: "What is open of it", trigger: ".o_data_row [name=amount_residual]:contains('1,000.00')" },
    { content: "It adds up", trigger: ".o_list_footer:contains('1,000.00')" },
]);

const enter = (figure, amount) => [
    { content: figure, trigger: `.o_data_row:has(td[name=figure]:text("${figure}")) td[name=amount]`, run: "click" },
    { content: `${figure} is ${amount}`, trigger: ".o_selected_row [name=amount] input", run: `edit ${amount} && press Tab` },
    { content: "It is known", trigger: `.o_data_row:has(td[name=figure]:text("${figure}")) [name=is_given] input:checked` },
];

addTour("statement", [
    ...open("credit_menu_customers", "credit_statement_menu"),
    add,
    ...find("profile_id", CUSTOMER),
    write("period_end", "12/31/2025"),
    ...Object.entries({
        "Current Assets": 400,
        "Total Assets": 1000,
        "Current Liabilities": 250,
        "Total Liabilities": 550,
        "Retained Earnings": 220,
        Equity: 450,
        EBIT: 120,
    }).flatMap(([figure, amount]) => enter(figure, amount)),
    save,
    shows("altman_model", "Z″ (1995)"),
    shows("altman_zone", "Safe"),
    page("ratios"),
    { content: "400 over 250", trigger: '.o_data_row:contains("Current Ratio"):contains("1.60")' },
    press("action_confirm"),
    isNow("Confirmed"),
]);

addTour("scorecard", [
    ...open("credit_menu_configuration", "credit_scorecard_menu"),
    row("Test"),
    press("action_new_version"),
    isNow("Draft"),
    shows("version", "2"),
    row("Current"),
    { content: "The band from 1.6", trigger: ".modal .o_data_row:contains('1.60') td[name=points]", run: "click" },
    { content: "Is worth less", trigger: ".modal .o_selected_row [name=points] input", run: "edit 90" },
    { content: "Keep the bands", trigger: ".modal .o_form_button_save", run: "click" },
    { content: "They say so", trigger: ".o_data_row td[name=bands_text]:contains('90')" },
    press("action_activate"),
    { content: "Yes", trigger: ".modal footer .btn-primary", run: "click" },
    isNow("In Force"),
]);

addTour("rule", [
    ...open("credit_menu_configuration", "credit_rule_menu"),
    add,
    write("name", "Too much is late"),
    ...choose("kind", "Overdue amount and share"),
    { content: "No share is named yet", trigger: ".o_field_widget[name=percent] input:not(:value('100'))" },
    write("percent", "100"),
    save,
    { content: "It can never be hit", trigger: ".modal:contains('a share of 100 % is never passed')" },
    { content: "Read", trigger: ".modal footer .btn-primary", run: "click" },
    write("percent", "20"),
    save,
    { content: "It observes first", trigger: ".o_form_view [name=mode_help]" },
    shows("trace_hint", "over the threshold"),
    { content: "It is kept", trigger: ".o_form_saved" },
]);

addTour("cover_entered", [
    ...open("credit_menu_customers", "credit_cover_menu"),
    add,
    ...find("profile_id", CUSTOMER),
    write("amount", "5000"),
    write("percent", "90"),
    save,
    isNow("Draft"),
    shows("name", "CC"),
]);

addTour("cover_in_force", [
    ...open("credit_menu_customers", "credit_cover_menu"),
    row(CUSTOMER),
    press("action_put_in_force"),
    isNow("In Force"),
    shows("covered_amount", "900.00"),
]);

addTour("exposure", [
    ...open("credit_menu_reports", "credit_exposure_menu"),
    { content: "All who owe something", trigger: '.o_data_row:contains("Patient Pumps")' },
    { content: "Search", trigger: ".o_searchview_dropdown_toggler", run: "click" },
    { content: "Over the limit", trigger: '.o_filter_menu .o_menu_item:contains("Over the Limit")', run: "click" },
    { content: "By grade", trigger: '.o_group_by_menu .o_menu_item:contains("Grade")', run: "click" },
    { content: "Close", trigger: ".o_searchview_dropdown_toggler", run: "click" },
    { content: "Open the grade", trigger: ".o_group_header:contains('1,000.00')", run: "click" },
    { content: "Who is over", trigger: `.o_data_row:contains("${CUSTOMER}") [name=available_amount]:contains("-600.00")` },
    { content: "And nobody else", trigger: '.o_list_view:not(:contains("Patient Pumps"))' },
]);
