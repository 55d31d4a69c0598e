import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

import { openApp, page, press, status, understood } from "./customer_order_full_story_steps";

const operation = (item) => `.o_field_widget[name=move_ids] .o_data_row:contains("${item}")`;

const pick = (item, quantity) => [
    { content: `Pick ${item}`, trigger: `${operation(item)} td[name=quantity]`, run: "click" },
    {
        content: `Only ${quantity}`,
        trigger: `.o_selected_row:contains("${item}") .o_field_widget[name=quantity] input`,
        run: `edit ${quantity} && press Tab`,
    },
];

registry.category("web_tour.tours").add("customer_order_full_story_deliver_part", {
    steps: () => patient([
        ...openApp("stock.menu_stock_root"),
        {
            content: "Deliveries that are ready",
            trigger: ".o_kanban_record:contains('Delivery Orders') button:contains('To Deliver')",
            run: "click",
        },
        { content: "The customer's", trigger: ".o_data_row:contains('Aqua Works') td[name=partner_id]", run: "click" },
        status("Ready"),
        ...pick("Pump P1", 7),
        ...pick("Seal kit S3", 0),
        press("button_validate"),
        {
            content: "The customer requires something",
            trigger: ".modal .modal-body:contains('Packed on two pallets')",
        },
        understood,
        page("customer_requirements"),
        {
            content: "It is done",
            trigger: ".o_data_row:contains('Packed on two pallets') button[name=action_tick]",
            run: "click",
        },
        {
            content: "Who says so stands there",
            trigger: ".o_data_row:contains('Packed on two pallets') td[name=checked_by]:contains('order_packer')",
        },
        press("button_validate"),
        { content: "The rest comes later", trigger: ".modal button[name=process]", run: "click" },
        status("Done"),
    ]),
});
