import { ProductLabelSectionAndNoteField } from "@account/components/product_label_section_and_note_field/product_label_section_and_note_field";
import { ProductNameAndDescriptionListRendererMixin } from "@product/product_name_and_description/product_name_and_description";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { buildM2OFieldDescription } from "@web/views/fields/many2one/many2one_field";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { ListRenderer } from "@web/views/list/list_renderer";

// Product and description share a column, as on quotations and invoices.
export class OrderLinesRenderer extends ListRenderer {
    setup() {
        super.setup();
        this.descriptionColumn = "name";
        this.productColumns = ["product_id"];
    }
}

patch(OrderLinesRenderer.prototype, ProductNameAndDescriptionListRendererMixin);

export class OrderLinesField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: OrderLinesRenderer };
}

registry.category("fields").add("customer_order_lines", { ...x2ManyField, component: OrderLinesField });

export class OrderLineItemField extends ProductLabelSectionAndNoteField {
    setup() {
        super.setup();
        // A line without a product is described in words: the place for them is open.
        this.labelVisibility.value = !this.productName;
    }

    get m2oProps() {
        return { ...super.m2oProps, placeholder: _t("Product, or describe it") };
    }

    get showLabelVisibilityToggler() {
        return Boolean(this.productName) && super.showLabelVisibilityToggler;
    }
}

registry.category("fields").add("customer_order_line_item", {
    ...buildM2OFieldDescription(OrderLineItemField),
    listViewWidth: [180, 400],
});
