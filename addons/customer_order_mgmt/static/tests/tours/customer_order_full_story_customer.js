import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

import { openOwnOrder, sign } from "./customer_order_full_story_steps";

registry.category("web_tour.tours").add("customer_order_full_story_confirm_counter", {
    steps: () => patient([
        ...openOwnOrder("PO-STORY-7"),
        {
            content: "What was changed",
            trigger: "#counter [name=differences] li:contains('Line 1, [AQ-P1] Pump P1, Unit Price: 95.00 → 100.00')",
        },
        { content: "What it costs then", trigger: "#counter:contains('1,357.00')" },
        ...sign("#counter"),
        { content: "The order is accepted", trigger: "#customer_order_content [name=title] .badge:contains('Accepted')" },
    ]),
});

registry.category("web_tour.tours").add("customer_order_full_story_confirm_amendment", {
    steps: () => patient([
        ...openOwnOrder("PO-STORY-7"),
        { content: "Why", trigger: "#amendments [name=amendment]:contains('The pallets hold twelve')" },
        { content: "What", trigger: "#amendments li:contains('Pump P1, Quantity: 10 Units → 12 Units')" },
        ...sign("#amendments"),
        { content: "The change is in force", trigger: "#amendments .badge:contains('in force')" },
    ]),
});
