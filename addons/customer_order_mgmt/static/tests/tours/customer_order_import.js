import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";

const HEAD = "Customer;Order number;Product code;Quantity;Unit price\n";

function upload(rows) {
    return async function () {
        const files = new DataTransfer();
        files.items.add(new File([HEAD + rows], "orders.csv", { type: "text/csv" }));
        const input = document.querySelector(".modal .o_field_binary input[type=file]");
        input.files = files.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
    };
}

registry.category("web_tour.tours").add("customer_order_import", {
    steps: () => patient([
        { trigger: ".modal a[href='/customer_order/import/template/xlsx']" },
        { trigger: ".modal .o_field_binary", run: upload("Aqua Works;PO 1;P9;2;91,25\n") },
        { trigger: ".modal .o_field_binary input:value(orders.csv)" },
        { trigger: ".modal button[name=action_preview]", run: "click" },
        { trigger: ".modal .o_field_widget[name=problem_ids] td:contains(No product fits “P9”)" },
        { trigger: ".modal:not(:has(button[name=action_import]:visible))" },
        { trigger: ".modal button[name=action_back]", run: "click" },
        { trigger: ".modal .o_field_binary", run: upload("Aqua Works;PO 1;P1;2;91,25\nAqua Works;PO 2;V1;1;\n") },
        { trigger: ".modal button[name=action_preview]", run: "click" },
        { trigger: ".modal .o_field_widget[name=order_ids] tr.o_data_row:contains(PO 2)" },
        { trigger: ".modal .alert-success:contains(2)" },
        { trigger: ".modal button[name=action_import]", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(PO 1)" },
        { trigger: ".o_list_view .o_data_row:contains(PO 2)" },
    ]),
});
