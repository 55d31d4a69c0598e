import { registry } from "@web/core/registry";
import { SIZES } from "@web/core/ui/ui_service";
import { formView } from "@web/views/form/form_view";

// While people compare an order with the customer's document; afterwards the room belongs to the conversation.
const COMPARED = ["draft", "received", "countered"];

/**
 * Shows the customer's document beside the form from 1200 pixels on; mail alone does so from 1534 pixels on.
 */
export class DocumentFormRenderer extends formView.Renderer {
    hasFile() {
        const { resModel, data } = this.props.record;
        const isDecided = resModel === "customer.order" && !COMPARED.includes(data.state);
        return !isDecided && super.hasFile();
    }

    mailLayout(hasAttachmentContainer) {
        const layout = super.mailLayout(...arguments);
        const hasRoom = this.uiService.size >= SIZES.XL;
        const isBelow = layout === "BOTTOM_CHATTER";
        return isBelow && hasRoom && hasAttachmentContainer && this.hasFile() ? "COMBO" : layout;
    }
}

registry.category("views").add("customer_order_document_form", { ...formView, Renderer: DocumentFormRenderer });
