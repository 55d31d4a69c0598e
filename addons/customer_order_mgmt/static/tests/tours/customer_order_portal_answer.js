import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("customer_order_portal_answer", {
    steps: () => patient([
        {
            content: "The customer answers for its delivery",
            trigger: "[name=delivery] a[name=answer_delivery]",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "One is missing", trigger: "[name=item] select", run: "select shortage" },
        { content: "Says how many", trigger: "[name=item] input[type=number]", run: "edit 1" },
        { content: "Says what it found", trigger: "#answer_note", run: "edit One was missing" },
        { content: "Accepts the rest", trigger: "#verdict_accepted", run: "click" },
        { content: "In its company's name", trigger: "#answer_agree", run: "click" },
        { content: "Its name is the signature", trigger: "canvas.o_web_sign_signature", run: "canvasNotEmpty" },
        {
            content: "Signs",
            trigger: ".o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The answer stands at the delivery",
            trigger: '[name=delivery_answer]:contains("Pat Buyer"):contains("One was missing")',
        },
        { content: "It is answered once", trigger: "body:not(:has(a[name=answer_delivery]))" },
        { content: "What was missing is looked at", trigger: '[name=incident]:contains("Shortage")' },
    ]),
});
