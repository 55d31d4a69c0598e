import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("credit_collection", {
    url: "/odoo/action-customer_credit_view.credit_collection_action",
    steps: () => [
        {
            content: "The most urgent customer, on the phone",
            trigger: '.o_data_row:contains("Aqua Works") button[name=action_pledge]',
            run: "click",
        },
        {
            content: "Promises to pay by a day",
            trigger: ".o_form_view .o_field_widget[name=promised_date] input",
            run: "edit 01/15/2030",
        },
        {
            content: "What was said",
            trigger: ".o_form_view .o_field_widget[name=note] textarea",
            run: "edit The transfer goes out on Friday.",
        },
        {
            content: "Keep it",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "All that is overdue is promised",
            trigger: '.o_field_widget[name=item_ids] .o_data_row:contains("1,000.00")',
        },
        {
            content: "The promise is open",
            trigger: '.o_statusbar_status button.o_arrow_button_current:contains("Open")',
        },
    ],
});
