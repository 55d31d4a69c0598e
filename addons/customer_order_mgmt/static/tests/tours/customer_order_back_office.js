import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

const choose = (field, value, scope = "") => [
    {
        content: `Type ${value}`,
        trigger: `${scope} .o_field_widget[name=${field}] input`,
        run: `edit ${value}`,
    },
    {
        content: `Choose ${value}`,
        trigger: `.ui-menu-item > a:contains("${value}")`,
        run: "click",
    },
];

const act = (button, state) => [
    {
        content: `Press ${button}`,
        trigger: `.o_statusbar_buttons button[name=${button}]`,
        run: "click",
    },
    ...(button === "action_accept"
        ? [{ content: "Accepting is binding: confirm", trigger: ".modal footer .btn-primary", run: "click" }]
        : []),
    {
        content: `The order is ${state}`,
        trigger: `.o_statusbar_status button.o_arrow_button_current:contains("${state}")`,
    },
];

registry.category("web_tour.tours").add("customer_order_back_office", {
    url: "/odoo/action-customer_order_mgmt.customer_order_action",
    steps: () => patient([
        {
            content: "A customer's order arrived",
            trigger: ".o_list_button_add",
            run: "click",
        },
        ...choose("partner_id", "Aqua Works"),
        {
            content: "Their number",
            trigger: ".o_field_widget[name=customer_reference] input",
            run: "edit PO 4712",
        },
        {
            content: "What they order",
            trigger: ".o_field_widget[name=line_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        ...choose("product_id", "Pump P1", ".o_selected_row"),
        {
            content: "When they want it",
            trigger: ".o_selected_row .o_field_widget[name=requested_date] input",
            run: "edit 03/01/2027",
        },
        {
            content: "Leave the line",
            trigger: ".o_field_widget[name=customer_reference] input",
            run: "click",
        },
        ...act("action_receive", "Received"),
        ...act("action_accept", "Accepted"),
        {
            content: "Send what we promise",
            trigger: ".o_statusbar_buttons button[name=action_acknowledge]",
            run: "click",
        },
        {
            content: "The sealed document is attached",
            trigger: '.modal .o_field_widget[name=attachment_ids]:contains("-A1")',
        },
        {
            content: "Send the mail",
            trigger: ".modal button[name=action_send_mail]:enabled",
            run: "click",
        },
        {
            content: "The order remembers when the customer was told",
            trigger: ".o_field_widget[name=acknowledged_at]",
        },
    ]),
});
