import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

import {
    alert,
    attached,
    choose,
    documentShown,
    openOrder,
    page,
    press,
    save,
    select,
    send,
    status,
    understood,
} from "./customer_order_full_story_steps";

const rowOf = (list, text) => `.o_field_widget[name=${list}] .o_data_row:contains("${text}")`;

const confirm = (value) => [
    {
        content: `Compare and confirm: ${value}`,
        trigger: `${rowOf("captured_field_ids", value)} button[name=action_confirm]`,
        run: "click",
    },
    {
        content: "It is confirmed",
        trigger: `${rowOf("captured_field_ids", value)}:not(:has(button[name=action_confirm]))`,
    },
];

const beginToEdit = (item, field) => ({
    content: `Go to ${field} of ${item}`,
    trigger: `${rowOf("line_ids", item)} td[name=${field}]`,
    run: "click",
});

registry.category("web_tour.tours").add("customer_order_full_story_capture", {
    steps: () => patient([
        ...openOrder("PO-STORY-7"),
        status("Draft"),
        documentShown("PO-STORY-7"),
        alert("capture_open", "values wait to be compared"),
        {
            content: "The goods are read from it",
            trigger: `${rowOf("line_ids", "Pump P1")}:contains("10.00"):contains("95.00")`,
        },
        press("action_receive"),
        {
            content: "Too early: nobody has compared anything",
            trigger: ".modal .modal-body:contains('compare “PO-STORY-7” with the document and confirm it')",
        },
        understood,
        // The customer's code of the third item is not known yet.
        beginToEdit("Gasket set", "product_id"),
        ...choose("product_id", "Seal kit S3", ".o_selected_row"),
        page("delivery"),
        {
            content: "Add what must be seen to before goods leave",
            trigger: ".o_field_widget[name=head_requirement_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=name] textarea",
            run: "edit Packed on two pallets",
        },
        page("capture"),
        {
            content: "Confirm what was read for sure",
            trigger: "button[name=action_confirm_sure]",
            run: "click",
        },
        { trigger: `${rowOf("captured_field_ids", "Number of lines")}:not(:has(button[name=action_confirm]))` },
        ...["Order number", "Order date", "Requested date", "Currency", "AQ-77", "1299.50"].flatMap(confirm),
        {
            content: "Nothing is left to be compared",
            trigger: ".o_form_view:not(:has(div[name=capture_open]))",
        },
        press("action_receive"),
        status("Received"),
        documentShown("PO-STORY-7"),
    ]),
});

registry.category("web_tour.tours").add("customer_order_full_story_change", {
    steps: () => patient([
        ...openOrder("PO-STORY-7"),
        status("Received"),
        beginToEdit("Pump P1", "price_unit"),
        {
            content: "The price of last year is over",
            trigger: ".o_selected_row .o_field_widget[name=price_unit] input",
            run: "edit 100 && press Tab",
        },
        ...save(),
        alert("altered", "This is not what the customer ordered."),
        alert("altered", "Line 1, [AQ-P1] Pump P1, Unit Price: 95.00 → 100.00"),
        {
            content: "To accept it is not up to the clerk",
            trigger: ".o_statusbar_buttons:not(:has(button[name=action_counter]))",
        },
        documentShown("PO-STORY-7"),
    ]),
});

registry.category("web_tour.tours").add("customer_order_full_story_acknowledge", {
    steps: () => patient([
        ...openOrder("PO-STORY-7"),
        status("Accepted"),
        press("action_acknowledge"),
        attached("-A2"),
        ...send(),
        { content: "The order knows that the customer was told", trigger: ".o_field_widget[name=acknowledged_at]" },
    ]),
});

registry.category("web_tour.tours").add("customer_order_full_story_amend", {
    steps: () => patient([
        ...openOrder("PO-STORY-7"),
        status("Accepted"),
        press("action_amend"),
        ...select("requested_by", "We"),
        {
            content: "Why",
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit The pallets hold twelve",
        },
        { content: "Two pumps more", trigger: `${rowOf("line_ids", "Pump P1")} td[name=quantity]`, run: "click" },
        { trigger: ".o_selected_row .o_field_widget[name=quantity] input", run: "edit 12 && press Tab" },
        ...save(),
        alert("to_decide", "A manager of customer orders decides"),
        { content: "What changes is marked", trigger: `${rowOf("line_ids", "Pump P1")} td[name=kind]:contains("Change")` },
    ]),
});
