import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

import { openOwnOrder } from "./customer_order_full_story_steps";

const decline = (place, reason) => [
    { content: "I do not agree", trigger: `${place} [name=decline] summary`, run: "click" },
    { content: "Because", trigger: `${place} [name=decline] textarea`, run: `edit ${reason}` },
    {
        content: "Decline",
        trigger: `${place} [name=decline] button[type=submit]`,
        run: "click",
        expectUnloadPage: true,
    },
];

registry.category("web_tour.tours").add("customer_order_portal_decline_counter", {
    steps: () => patient([
        ...openOwnOrder("PO 4711"),
        { content: "What was changed", trigger: "#counter [name=differences] li:contains('Quantity: 2 → 1')" },
        ...decline("#counter", "We need both"),
        { content: "It is open again", trigger: "#customer_order_content:not(:has(#counter)) [name=received]" },
    ]),
});

registry.category("web_tour.tours").add("customer_order_portal_ask", {
    steps: () => patient([
        ...openOwnOrder("PO 4711"),
        {
            content: "Ask for a change",
            trigger: "#amendments a[name=request_amendment]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Three instead of two",
            trigger: "[name=wish_line]:contains('Pump P1') input[name^=quantity_]",
            run: "edit 3",
        },
        { content: "Because", trigger: "#reason", run: "edit Another line is built" },
        {
            content: "Ask",
            trigger: ".o_customer_order_wish button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "What was asked for", trigger: "#amendments li:contains('Quantity: 2 Units → 3 Units')" },
        { content: "It is being looked at", trigger: "#amendments .badge:contains('we are looking at it')" },
    ]),
});

registry.category("web_tour.tours").add("customer_order_portal_decline_amendment", {
    steps: () => patient([
        ...openOwnOrder("PO 4711"),
        {
            content: "An answer is asked for",
            trigger: "#customer_order_content .alert a[href='#amendments']",
            run: "click",
        },
        ...decline("#amendments [name=amendment]:contains('Shortage')", "We need all of them"),
        {
            content: "It is declined",
            trigger: "#amendments [name=amendment]:contains('Shortage') .badge:contains('not agreed')",
        },
        { content: "The other one is in force", trigger: "#amendments .badge:contains('in force')" },
    ]),
});
