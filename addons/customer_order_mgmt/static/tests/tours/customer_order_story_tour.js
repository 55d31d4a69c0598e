import { patient } from "@order_gate/../tests/tours/patient";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

// One customer order from receipt to settlement, as its users click it. The Python test made the customer "Story
// Customer" and the product "Story Pump", and reads the documents back afterwards.

const goBack = (content) => ({ content, trigger: ".o_breadcrumb .o_back_button", run: "click" });

registry.category("web_tour.tours").add("customer_order_story", {
    steps: () => patient([
        stepUtils.showAppsMenuItem(),
        {
            content: "Open Customer Orders",
            trigger: ".o_app[data-menu-xmlid='customer_order_mgmt.customer_order_menu_root']",
            run: "click",
        },
        {
            content: "Leave the work list for the orders",
            trigger: "button[data-menu-xmlid='customer_order_mgmt.customer_order_menu_orders']",
            run: "click",
        },
        { trigger: ".o-dropdown-item[data-menu-xmlid='customer_order_mgmt.customer_order_menu']", run: "click" },
        { content: "Enter an order", trigger: ".o_list_button_add", run: "click" },
        {
            content: "The customer",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Story Customer",
        },
        {
            trigger: ".ui-autocomplete a:contains('Story Customer'), .o-autocomplete--dropdown-item:contains('Story Customer')",
            run: "click",
        },
        {
            content: "The customer's own number",
            trigger: ".o_field_widget[name=customer_reference] input",
            run: "edit PO-STORY-1",
        },
        { content: "A line", trigger: ".o_field_x2many_list_row_add > a", run: "click" },
        {
            trigger: ".o_selected_row .o_field_widget[name=product_id] input",
            run: "edit Story Pump",
        },
        { trigger: ".o-autocomplete--dropdown-item:contains('Story Pump')", run: "click" },
        {
            content: "Four of them",
            trigger: ".o_selected_row .o_field_widget[name=quantity] input",
            run: "edit 4",
        },
        {
            content: "Wanted, and promised, for New Year's Eve",
            trigger: ".o_selected_row .o_field_widget[name=requested_date] input",
            run: "edit 12/31/2035 && press Enter",
        },
        ...stepUtils.saveForm(),
        { content: "Receive it", trigger: "button[name=action_receive]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Received')" },
        { content: "Accept it", trigger: "button[name=action_accept]", run: "click" },
        { content: "Yes, make it binding", trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Accepted')" },
        { content: "Acknowledge it", trigger: "button[name=action_acknowledge].btn-primary", run: "click" },
        {
            content: "The mail carries the document",
            trigger: ".modal .o_field_widget[name=attachment_ids]:contains('A1')",
        },
        { content: "Send", trigger: ".modal button.o_mail_send", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_field_widget[name=acknowledged_at]" },
        { content: "Deliver", trigger: "button[name=action_view_deliveries]", run: "click" },
        { trigger: "button[name=button_validate]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Done')" },
        goBack("Back to the customer order"),
        { content: "Shipped, all of it", trigger: ".o_field_widget[name=status_line]:contains('shipped 100 %')" },
        { content: "Invoice", trigger: "button[name=action_view_sale_orders]", run: "click" },
        { trigger: "button:contains('Create Invoice')", run: "click" },
        { trigger: ".modal button[name=create_invoices]#create_invoice_open", run: "click" },
        { trigger: "button[name=action_post]", run: "click" },
        { content: "Pay", trigger: "button[name=action_register_payment]", run: "click" },
        { trigger: ".modal button[name=action_create_payments]", run: "click" },
        { trigger: ".ribbon:contains('Paid')" },
        goBack("Back to the sales order"),
        { trigger: ".o_field_widget[name=order_line]" },
        goBack("Back to the customer order"),
        { content: "Settled", trigger: ".o_arrow_button_current:contains('Settled')" },
        { trigger: ".o_field_widget[name=status_line]:contains('paid 100 %')" },
    ]),
});
