import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("customer_order_portal_order", {
    url: "/my",
    steps: () => patient([
        {
            content: "The customer opens the list",
            trigger: '.o_portal_index_card a[href="/my/customer-orders/new"]',
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Searches an item",
            trigger: ".o_customer_order_list input[name=search]",
            run: "edit Pump",
        },
        {
            content: "Starts the search",
            trigger: ".o_customer_order_list form[name=search] button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Sees its own price and what it bought last",
            trigger: '.o_offer:contains("Pump P1"):contains("90.00"):contains("Last bought") .o_quantity',
            run: "edit 3",
        },
        {
            content: "Adds it",
            trigger: '.o_offer:contains("Pump P1") .o_add',
            run: "click",
        },
        {
            content: "The draft began by itself",
            trigger: '.o_draft_link:contains("270.00")',
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Writes its own number",
            trigger: ".o_customer_order_draft input[data-field=customer_reference]",
            run: "edit PO-TOUR-1 && press Tab",
        },
        { content: "It is kept", trigger: '.o_status:contains("Saved")' },
        {
            content: "Types codes",
            trigger: "#entry_text",
            run() {
                this.anchor.value = "V1;2;2035-03-01\nXX;1";
            },
        },
        {
            content: "Checks them",
            trigger: '#quick_entry button:contains("Check")',
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "One code is unknown",
            trigger: 'table[name=preview] tr:contains("XX"):contains("not in our list")',
        },
        {
            content: "Adds the other one",
            trigger: '#quick_entry button[name=add][value=valid]',
            run: "click",
            expectUnloadPage: true,
        },
        { content: "It is there", trigger: '.o_line:contains("Valve V1"):contains("80.00")' },
        {
            content: "The number is kept; then the browser is closed",
            trigger: "input[data-field=customer_reference]:value(PO-TOUR-1)",
        },
    ]),
});

registry.category("web_tour.tours").add("customer_order_portal_order_again", {
    url: "/my/customer-orders",
    steps: () => patient([
        {
            content: "The draft is still there",
            trigger: '[name=drafts] a:contains("PO-TOUR-1")',
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Changes a quantity",
            trigger: '.o_line:contains("Valve V1") input[data-field=quantity]',
            run: "edit 5 && press Tab",
        },
        { content: "The amount follows", trigger: '.o_line:contains("Valve V1") .o_amount:contains("200.00")' },
        {
            content: "Describes an item that is made for it",
            trigger: "#custom_name",
            run: "edit Flange, 316L, drawing 7",
        },
        {
            content: "Adds it",
            trigger: '#custom_item button:contains("Add this item")',
            run: "click",
            expectUnloadPage: true,
        },
        { content: "It has no price yet", trigger: '.o_line:contains("price on request")' },
        {
            content: "Goes on to read the order",
            trigger: ".o_review",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Reads it",
            trigger: '.o_customer_order_review:contains("PO-TOUR-1") table[name=lines]:contains("Flange")',
        },
        { content: "Its name stands there", trigger: "input.o_web_sign_name_input:value(Pat Buyer)" },
        { content: "The name is the signature", trigger: "canvas.o_web_sign_signature", run: "canvasNotEmpty" },
        {
            content: "Forgets the tick",
            trigger: ".o_portal_sign_submit:enabled",
            run: "click",
        },
        {
            content: "Is told, and ticks",
            trigger: '.o_portal_sign_error_msg:contains("Please tick")',
        },
        { content: "Ticks", trigger: "#customer_order_agree", run: "click" },
        {
            content: "Signs and submits",
            trigger: ".o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The order is received, with number and hash",
            trigger: '#customer_order_content [name=receipt]:contains("Pat Buyer"):has(code)',
        },
    ]),
});
