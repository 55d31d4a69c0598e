import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

const row = (requirement) => `.o_field_widget[name=requirement_due_ids] .o_data_row:contains("${requirement}")`;

const tick = (requirement, packer) => [
    {
        content: `Tick: ${requirement}`,
        trigger: `${row(requirement)} button[name=action_tick]`,
        run: "click",
    },
    {
        content: "It stands there with the name",
        trigger: `${row(requirement)} td[name=checked_by]:contains("${packer}")`,
    },
];

const validate = {
    content: "The goods shall leave",
    trigger: ".o_statusbar_buttons button[name=button_validate]",
    run: "click",
};

const openPage = {
    content: "What the customer requires",
    trigger: ".o_notebook_headers a[name=customer_requirements]",
    run: "click",
};

registry.category("web_tour.tours").add("customer_order_goods", {
    steps: () => patient([
        openPage,
        {
            content: "The instructions are there",
            trigger: "div[name=customer_instructions]:contains('Call before delivery')",
        },
        {
            content: "So are those of the items",
            trigger: "div[name=customer_item_instructions]:contains('Paint it blue')",
        },
        {
            content: "And the drawings",
            trigger: "div[name=customer_drawings] a:contains('pump.pdf')",
        },
        ...tick("Two pallets", "order_packer"),
        validate,
        {
            content: "Something is not ticked yet",
            trigger: ".modal .modal-body:contains('Serial number engraved')",
        },
        {
            content: "Understood",
            trigger: ".modal footer .btn-primary, .modal .modal-footer .btn-primary",
            run: "click",
        },
        openPage,
        ...tick("Serial number engraved", "order_packer"),
        {
            content: "Nothing is open any more",
            trigger: "body:not(:has(div[name=open_requirements]))",
        },
        validate,
        {
            content: "The goods have left",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains('Done')",
        },
    ]),
});
