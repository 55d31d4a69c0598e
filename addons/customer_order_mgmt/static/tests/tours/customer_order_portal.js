import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("customer_order_portal", {
    url: "/my",
    steps: () => patient([
        {
            content: "The customer looks for its orders",
            trigger: '.o_portal_index_card:not(.d-none) a[href="/my/customer-orders"]',
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Searches one by the code of an item",
            trigger: ".o_portal_search_panel input[name=search]",
            run: "edit AQ-77",
        },
        {
            content: "Starts the search",
            trigger: ".o_portal_search_panel button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Opens it",
            trigger: 'tr[name=customer_order] a:contains("PO 4711")',
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Reads what is promised",
            trigger: 'table[name=lines]:contains("AQ-77"):contains("03/01/2027")',
        },
        {
            content: "The acknowledgement can be downloaded",
            trigger: '#customer_order_download[href*="report_type=pdf"]',
            run: "click",
        },
        {
            content: "Checks the evidence",
            trigger: "#customer_order_verify",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The records hold",
            trigger: '.o_customer_order_verification [name=intact]:contains("unbroken")',
        },
    ]),
});
