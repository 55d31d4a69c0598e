import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

import { alert, attached, documentShown, openApp, openOrder, press, send, status, understood } from "./customer_order_full_story_steps";

registry.category("web_tour.tours").add("customer_order_full_story_counter", {
    steps: () => patient([
        ...openApp("customer_order_mgmt.customer_order_menu_root"),
        {
            content: "An order waits for a decision",
            trigger: ".o_kanban_record:contains('To decide'):contains('Received orders')",
            run: "click",
        },
        { content: "This one", trigger: ".o_list_view .o_data_row td[name=customer_reference]:contains('PO-STORY-7')", run: "click" },
        status("Received"),
        alert("altered", "Line 1, [AQ-P1] Pump P1, Unit Price: 95.00 → 100.00"),
        press("action_counter"),
        understood,
        status("Countered"),
        alert("countered", "Nothing is promised or planned before."),
        press("action_acknowledge"),
        attached("-A1"),
        ...send(),
        documentShown("PO-STORY-7"),
    ]),
});

registry.category("web_tour.tours").add("customer_order_full_story_propose", {
    steps: () => patient([
        ...openApp("customer_order_mgmt.customer_order_menu_root"),
        {
            content: "An amendment waits for a decision",
            trigger: ".o_kanban_record:contains('Amendments to decide')",
            run: "click",
        },
        { content: "This one", trigger: ".o_list_view .o_data_row td[name=order_id]", run: "click" },
        status("Draft"),
        press("action_propose"),
        status("Proposed"),
        press("action_send"),
        {
            content: "The mail says what changes",
            trigger: ".modal .o_field_widget[name=body]:contains('Quantity: 10 Units → 12 Units')",
        },
        ...send(),
    ]),
});

registry.category("web_tour.tours").add("customer_order_full_story_approve", {
    steps: () => patient([
        ...openOrder("PO-STORY-7"),
        status("Fulfilled"),
        { content: "Somebody proposed a difference", trigger: "button[name=action_view_differences]", run: "click" },
        {
            content: "Why",
            trigger: ".o_field_widget[name=reason] textarea:value(The bank kept its charges)",
        },
        { content: "How much", trigger: ".o_field_widget[name=amount] input:value(6.50)" },
        press("action_approve"),
        status("Approved"),
        { content: "Back to the order", trigger: ".o_breadcrumb .o_back_button", run: "click" },
        status("Settled"),
    ]),
});
