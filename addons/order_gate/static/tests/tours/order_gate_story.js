import { registry } from "@web/core/registry";

import { patient } from "./patient";

const confirm = ".o_statusbar_buttons button[name=action_confirm]:not(:disabled)";

const isHeld = (cause) => [
    {
        content: `It is refused: ${cause}`,
        trigger: `.modal .modal-body:contains("is held"):contains("${cause}")`,
    },
    {
        content: "Read and understood",
        trigger: ".modal footer .btn-primary, .modal .modal-footer .btn-primary",
        run: "click",
    },
];

const openHold = (document) => ({
    content: `${document} waits in the queue`,
    trigger: `.o_kanban_group:contains("Held") .o_kanban_record:contains("${document}")`,
    run: "click",
});

registry.category("web_tour.tours").add("order_gate_seller_confirms", {
    steps: () => patient([
        { content: "Confirm", trigger: confirm, run: "click" },
        ...isHeld("over the limit"),
        { content: "It stays a quotation", trigger: '.o_arrow_button_current:contains("Quotation")' },
    ]),
});

registry.category("web_tour.tours").add("order_gate_controller_releases", {
    steps: () => patient([
        openHold("Aqua Works"),
        {
            content: "The facts are there",
            trigger: '.o_field_widget[name=finding_ids] td:contains("over the limit")',
        },
        {
            content: "Release and resume",
            trigger: '.o_statusbar_buttons button:contains("Release and Resume")',
            run: "click",
        },
        {
            content: "Without a reason nothing is released",
            trigger: '.modal footer button[name=action_decide]:contains("Release and Resume")',
            run: "click",
        },
        {
            content: "The reason is asked for",
            trigger: ".modal .o_field_invalid[name=reason]",
        },
        {
            content: "Give it",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit Paid in advance",
        },
        {
            content: "Release and resume",
            trigger: '.modal footer button[name=action_decide]:contains("Release and Resume")',
            run: "click",
        },
        {
            content: "The order is confirmed",
            trigger: '.o_form_view .o_arrow_button_current:contains("Sales Order")',
        },
    ]),
});

registry.category("web_tour.tours").add("order_gate_seller_asks_for_more", {
    steps: () => patient([
        {
            content: "The customer wants more",
            trigger: ".o_field_widget[name=order_line] td[name=product_uom_qty]",
            run: "click",
        },
        {
            content: "Much more",
            trigger: ".o_selected_row td[name=product_uom_qty] input",
            run: "edit 50",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        ...isHeld("5,000.00"),
        { content: "Give up", trigger: ".o_form_button_cancel", run: "click" },
        {
            content: "The order is as it was",
            trigger: '.o_field_widget[name=order_line] td[name=price_subtotal]:contains("200.00")',
        },
    ]),
});

registry.category("web_tour.tours").add("order_gate_controller_rejects", {
    steps: () => patient([
        openHold("Aqua Works"),
        {
            content: "What was asked for can be read",
            trigger: '.nav-link:contains("Asked For")',
            run: "click",
        },
        {
            content: "Fifty pumps",
            trigger: '.o_field_widget[name=asked_for] td:contains("50.00")',
        },
        {
            content: "Reject",
            trigger: '.o_statusbar_buttons button:contains("Reject")',
            run: "click",
        },
        {
            content: "Why",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit Not without a deposit",
        },
        {
            content: "Reject",
            trigger: '.modal footer button[name=action_decide]:contains("Reject")',
            run: "click",
        },
        {
            content: "Who decided, and why, stands on the hold",
            trigger: '.o_field_widget[name=decision_reason]:contains("Not without a deposit")',
        },
    ]),
});
