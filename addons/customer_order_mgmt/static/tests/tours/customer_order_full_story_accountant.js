import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

import { openApp, openMenu, press, save, select, status, understood } from "./customer_order_full_story_steps";

const openReceivables = (menu) => [
    ...openApp("account.menu_finance"),
    ...openMenu("account.menu_finance_receivables", menu),
];

const openInvoice = (amount) => [
    ...openReceivables("account.menu_action_move_out_invoice_type"),
    {
        content: `The invoice over ${amount}`,
        trigger: `.o_list_view .o_data_row:contains("${amount}") td[name=name]`,
        run: "click",
    },
];

const pay = { content: "Register what came", trigger: "button[name=action_register_payment]:enabled", run: "click" };

const create = { content: "Keep it", trigger: ".modal button[name=action_create_payments]:enabled", run: "click" };

registry.category("web_tour.tours").add("customer_order_full_story_pay", {
    steps: () => patient([
        ...openInvoice("989.00"),
        pay,
        create,
        { content: "All of it", trigger: ".ribbon:contains('Paid'), .ribbon:contains('In Payment')" },
        ...openInvoice("598.00"),
        pay,
        {
            content: "The bank kept something",
            trigger: ".modal .o_field_widget[name=amount] input",
            run: "edit 591.50 && press Tab",
        },
        { content: "What is missing", trigger: ".modal:contains('6.50')" },
        create,
        { content: "Something is open", trigger: ".ribbon:contains('Partial')" },
        { content: "Say why", trigger: "button[name=action_propose_difference]", run: "click" },
        { content: "What is open is proposed", trigger: ".o_field_widget[name=amount] input:value(6.50)" },
        ...select("code", "Bank Fee"),
        // Until the server answers, Odoo's SelectMenu shows nothing; leaving it in the frame in which the answer is drawn
        // clears the choice (onInputBlur). A tour is quick enough to do so, and the form then asks for the code again.
        { content: "The entry follows", trigger: ".o_field_widget[name=preview]:contains('Bank charges')" },
        {
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit The bank kept its charges",
        },
        ...save(),
        status("To Approve"),
        {
            content: "The entry that it would make",
            trigger: ".o_field_widget[name=preview]:contains('Debit'):contains('Bank charges')",
        },
    ]),
});

registry.category("web_tour.tours").add("customer_order_full_story_write_off", {
    steps: () => patient([
        ...openReceivables("customer_order_mgmt.account_menu_customer_order_difference"),
        {
            content: "What was approved",
            trigger: ".o_list_view .o_data_row:contains('Approved') td[name=invoice_id]",
            run: "click",
        },
        status("Approved"),
        press("action_write_off"),
        understood,
        status("Written off"),
    ]),
});
