import { patient } from "@order_gate/../tests/tours/patient";
import { stepUtils } from "@web_tour/tour_utils";

const MODULE = "customer_credit_view";

export const open = (section, menu, addon = MODULE) =>
    patient([
        ...stepUtils.goToAppSteps(`${MODULE}.credit_menu_root`, "Credit"),
        {
            content: `Open ${section}`,
            trigger: `.o_menu_sections button[data-menu-xmlid="${MODULE}.${section}"]`,
            run: "click",
        },
        { content: `Open ${menu}`, trigger: `.dropdown-item[data-menu-xmlid="${addon}.${menu}"]`, run: "click" },
    ]);

export const add = { content: "A new one", trigger: ".o_list_button_add", run: "click" };

export const save = { content: "Keep it", trigger: ".o_form_button_save", run: "click" };

export const row = (text) => ({ content: text, trigger: `.o_data_row td:contains("${text}")`, run: "click" });

export const page = (name) => ({
    content: `Turn to ${name}`,
    trigger: `.o_notebook .nav-link[name=${name}]`,
    run: "click",
});

export const press = (name) => ({
    content: `Press ${name}`,
    trigger: `.o_statusbar_buttons button[name=${name}]:enabled`,
    run: "click",
});

export const write = (field, text) => ({
    content: `Enter ${field}`,
    trigger: `.o_field_widget[name=${field}] :is(input, textarea)`,
    run: `edit ${text}`,
});

export const choose = (field, label) => [
    { content: `Open ${field}`, trigger: `.o_field_widget[name=${field}] input`, run: "click" },
    { content: `Choose ${label}`, trigger: `.o_select_menu_item:contains("${label}")`, run: "click" },
];

export const find = (field, text) => [
    write(field, text),
    { content: `Choose ${text}`, trigger: `.o-autocomplete--dropdown-item:contains("${text}")`, run: "click" },
];

export const isNow = (state) => ({
    content: `It is ${state}`,
    trigger: `.o_form_view .o_arrow_button_current:contains("${state}")`,
});

export const shows = (field, text) => ({
    content: `${field} is ${text}`,
    trigger: `.o_form_view .o_field_widget[name=${field}]:contains("${text}")`,
});
