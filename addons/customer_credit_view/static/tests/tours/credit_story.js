import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

const CUSTOMER = "Aqua Works";

const attach = (input, name) => () => {
    const files = new DataTransfer();
    files.items.add(new File(["%PDF-1.7 a document"], name, { type: "application/pdf" }));
    const element = document.querySelector(input);
    element.files = files.files;
    element.dispatchEvent(new Event("change", { bubbles: true }));
};

const choose = (field, label) => [
    { content: `Open ${field}`, trigger: `.modal .o_field_widget[name=${field}] input`, run: "click" },
    { content: `Choose ${label}`, trigger: `.o_select_menu_item:contains("${label}")`, run: "click" },
];

const press = (name) => ({
    content: `Press ${name}`,
    trigger: `.o_statusbar_buttons button[name=${name}]:enabled`,
    run: "click",
});

const finish = (name) => ({
    content: `Finish with ${name}`,
    trigger: `.modal footer button[name=${name}]:enabled`,
    run: "click",
});

const write = (field, text) => ({
    content: `Enter ${field}`,
    trigger: `.modal .o_field_widget[name=${field}] :is(input, textarea)`,
    run: `edit ${text}`,
});

const isNow = (state) => ({
    content: `It is ${state}`,
    trigger: `.o_form_view .o_arrow_button_current:contains("${state}")`,
});

const row = (text) => ({ content: text, trigger: `.o_data_row td:contains("${text}")`, run: "click" });

registry.category("web_tour.tours").add("credit_story_customer_applies", {
    steps: () => patient([
        { content: "Apply", trigger: "button[name=apply]", run: "click", expectUnloadPage: true },
        { content: "How much", trigger: "#requested_amount", run: "edit 5000" },
        { content: "Who", trigger: "#segment", run: "select small" },
        { content: "Hand in the register", trigger: "[name=row]:contains(Register)", run: attach("[name=row] input[type=file]", "register.pdf") },
        { content: "Who stands behind it", trigger: "input[name=person_name]:first", run: "edit Ann Owner" },
        { content: "Submit", trigger: "button[name=submit]", run: "click", expectUnloadPage: true },
        { content: "It is on its way", trigger: "[name=state]:contains(submitted)" },
    ]),
});

registry.category("web_tour.tours").add("credit_story_analyst_recommends", {
    steps: () => patient([
        { content: "It waits", trigger: `.o_kanban_record:contains("${CUSTOMER}")`, run: "click" },
        press("action_review"),
        isNow("In Review"),
        {
            content: "Look at the register",
            trigger: '.o_data_row:contains("Register") button[name=action_open_documents]',
            run: "click",
        },
        press("action_accept"),
        isNow("Accepted"),
        { content: "Back to the application", trigger: ".breadcrumb .o_back_button a", run: "click" },
        {
            content: "Looked up by ourselves",
            trigger: '.o_data_row:contains("Looked up") button[name=action_accept]',
            run: "click",
        },
        { content: "Everything is in", trigger: '.o_data_row:contains("Looked up") .badge:contains("Accepted")' },
        press("action_decide"),
        write("amount", "4000"),
        write("reason", "Sound, and small."),
        finish("action_recommend"),
        isNow("Recommended"),
    ]),
});

registry.category("web_tour.tours").add("credit_story_analyst_shows_difference", {
    steps: () => patient([
        row(CUSTOMER),
        press("action_propose"),
        ...choose("difference", "Another register or tax number"),
        write("reason", "Founded in Leeds in 1987."),
        {
            content: "Attach what shows it",
            trigger: ".modal .o_field_widget[name=evidence_ids]",
            run: attach(".modal .o_field_widget[name=evidence_ids] input[type=file]", "extract.pdf"),
        },
        { content: "It is attached", trigger: ".modal .o_field_widget[name=evidence_ids] .o_attachment" },
        finish("action_propose"),
        isNow("Clearing Proposed"),
    ]),
});

registry.category("web_tour.tours").add("credit_story_controller_clears", {
    steps: () => patient([row(CUSTOMER), press("action_clear"), isNow("Cleared")]),
});

registry.category("web_tour.tours").add("credit_story_controller_decides", {
    steps: () => patient([
        { content: "It waits", trigger: `.o_kanban_record:contains("${CUSTOMER}")`, run: "click" },
        press("action_decide"),
        write("note", "Agreed."),
        finish("action_decide"),
        isNow("Approved"),
        { content: "What was known", trigger: '.nav-link:contains("Case Folder")', run: "click" },
        { content: "It is frozen", trigger: ".o_credit_case:contains(cleared)" },
    ]),
});

registry.category("web_tour.tours").add("credit_story_manager_approves_limit", {
    steps: () => patient([
        row(CUSTOMER),
        {
            content: "Approve",
            trigger: '.o_statusbar_buttons button:contains("Approve"):enabled',
            run: "click",
        },
        write("reason", "Fine."),
        finish("action_decide"),
        isNow("Approved"),
    ]),
});

registry.category("web_tour.tours").add("credit_story_seller_is_held", {
    steps: () => patient([
        { content: "Nobody who sells sees a figure", trigger: ".o_form_view:not(:contains('4,000.00'))" },
        press("action_confirm"),
        { content: "It is held", trigger: '.modal .modal-body:contains("is held")' },
        { content: "Read", trigger: ".modal footer .btn-primary, .modal .modal-footer .btn-primary", run: "click" },
        isNow("Quotation"),
    ]),
});

registry.category("web_tour.tours").add("credit_story_controller_releases", {
    steps: () => patient([
        { content: "It waits", trigger: `.o_kanban_record:contains("${CUSTOMER}")`, run: "click" },
        { content: "Ways out", trigger: '.nav-link:contains("What Would Cure It")', run: "click" },
        { content: "A deposit", trigger: '.o_field_widget[name=credit_options] li:contains("1,000.00")' },
        press("action_what_if"),
        { content: "Still held", trigger: ".modal [name=held]:visible" },
        write("deposit", "1000"),
        { content: "Leave the field", trigger: ".modal .o_field_widget[name=reason] textarea", run: "click" },
        { content: "That lets it pass", trigger: ".modal [name=passes]:visible" },
        write("reason", "The deposit is on its way."),
        finish("action_release_and_resume"),
        isNow("Sales Order"),
    ]),
});
