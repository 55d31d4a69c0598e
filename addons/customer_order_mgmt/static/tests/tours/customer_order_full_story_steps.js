// What the people of the story do in every screen.

export const status = (state) => ({
    content: `It is: ${state}`,
    // Where there is little room the bar shows the current status alone, as the head of a menu.
    trigger:
        `.o_statusbar_status button.o_arrow_button_current:visible:contains("${state}"), ` +
        `.o_statusbar_status button.dropdown-toggle:visible:contains("${state}")`,
});

export const press = (button) => ({
    content: `Press ${button}`,
    trigger: `.o_statusbar_buttons button[name=${button}]:enabled`,
    run: "click",
});

export const page = (name) => ({
    content: `Open the page ${name}`,
    trigger: `.o_notebook_headers a[name=${name}]`,
    run: "click",
});

export const alert = (name, text) => ({
    content: `Read: ${text}`,
    trigger: `div[name=${name}].alert:contains("${text}")`,
});

export const choose = (field, value, scope = "") => [
    {
        content: `Type ${value}`,
        trigger: `${scope} .o_field_widget[name=${field}] input`,
        run: `edit ${value}`,
    },
    {
        content: `Choose ${value}`,
        trigger: `.o-autocomplete--dropdown-item:contains("${value}")`,
        run: "click",
    },
];

/** Also the last step where a document is shown: what is still being loaded when a tour ends is an error. */
export const documentShown = (text) => ({
    content: "The customer's PDF is shown beside the form",
    trigger: `.o_attachment_preview :iframe .textLayer:contains("${text}")`,
});

export const select = (field, label) => [
    { content: `Open ${field}`, trigger: `.o_field_widget[name=${field}] input`, run: "click" },
    { content: `Choose ${label}`, trigger: `.o_select_menu_item:contains("${label}")`, run: "click" },
    { content: `${label} is chosen`, trigger: `.o_field_widget[name=${field}] input:value("${label}")` },
];

export const save = () => [
    { content: "Save", trigger: ".o_form_button_save:enabled", run: "click" },
    {
        content: "It is saved",
        trigger: ".o_form_view:has(.o_form_saved):has(.o_form_status_indicator_buttons.invisible)",
    },
];

export const understood = { content: "Yes", trigger: ".modal footer.modal-footer .btn-primary", run: "click" };

export const attached = (document) => ({
    content: "The sealed document is attached",
    trigger: `.modal .o_field_widget[name=attachment_ids]:contains("${document}")`,
});

/** Send what the mail dialog shows. */
export const send = () => [
    { content: "Send it", trigger: ".modal button.o_mail_send:enabled", run: "click" },
    { content: "It is sent", trigger: "body:not(:has(.modal))" },
];

/** From the customer's home page to its order. */
export const openOwnOrder = (reference) => [
    {
        content: "Your orders",
        trigger: '.o_portal_index_card:not(.d-none) a[href="/my/customer-orders"]',
        run: "click",
        expectUnloadPage: true,
    },
    {
        content: "The order",
        trigger: `tr[name=customer_order] a:contains("${reference}")`,
        run: "click",
        expectUnloadPage: true,
    },
];

/** Tick, sign and send the form in this place. */
export const sign = (place) => [
    { content: "I agree", trigger: `${place} input[data-signed=has_agreed]`, run: "click" },
    { content: "The name stands there", trigger: `${place} input.o_web_sign_name_input:value(Pat Buyer)` },
    { content: "It is signed", trigger: `${place} canvas.o_web_sign_signature`, run: "canvasNotEmpty" },
    {
        content: "Agree and sign",
        trigger: `${place} .o_portal_sign_submit:enabled`,
        run: "click",
        expectUnloadPage: true,
    },
];

export const openApp = (menu) => [
    { trigger: ".o_navbar_apps_menu button", run: "click" },
    { content: `Open ${menu}`, trigger: `.o_app[data-menu-xmlid='${menu}']`, run: "click" },
];

export const openMenu = (section, menu) => [
    { content: "Open the section", trigger: `button[data-menu-xmlid='${section}']`, run: "click" },
    { content: "Open the list", trigger: `.o-dropdown-item[data-menu-xmlid='${menu}']`, run: "click" },
];

/** From the home screen to the order with the customer's number. */
export const openOrder = (reference) => [
    ...openApp("customer_order_mgmt.customer_order_menu_root"),
    ...openMenu("customer_order_mgmt.customer_order_menu_orders", "customer_order_mgmt.customer_order_menu"),
    {
        content: "Open the order",
        trigger: `.o_list_view .o_data_row:contains("${reference}") td[name=customer_reference]`,
        run: "click",
    },
    { trigger: ".o_form_view .o_field_widget[name=customer_reference]" },
];
