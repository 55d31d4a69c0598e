import { addLoadingEffect } from "@web/core/utils/ui";
import { redirect } from "@web/core/utils/urls";
import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";
import { SignatureForm } from "@portal/signature_form/signature_form";
import { _t } from "@web/core/l10n/translation";

/**
 * The portal's signature form, which also sends what the customer entered beside it and the hash of what it read.
 */
export class OrderSignature extends SignatureForm {
    async onClickSubmit(ev) {
        const stopLoading = addLoadingEffect(ev.currentTarget);
        const box = this.rootRef.el.closest(".o_customer_order_sign");
        let answer;
        try {
            answer = await rpc(this.props.callUrl, {
                ...this.props.values,
                name: this.signature.name,
                signature: this.signature.getSignatureImage().split(",")[1],
                ...this.getEntered(box),
            });
        } catch {
            answer = { error: _t("Your signature did not reach us. Please reload the page and try again.") };
        }
        if (answer.force_refresh) {
            return redirect(answer.redirect_url);
        }
        stopLoading();
        this.state.error = answer.error;
    }

    /** What was ticked, chosen and written beside the signature. */
    getEntered(box) {
        const inputs = [...box.querySelectorAll("[data-signed]")].filter(
            (input) => input.type !== "radio" || input.checked
        );
        return Object.fromEntries(
            inputs.map((input) => [input.dataset.signed, input.type === "checkbox" ? input.checked : input.value])
        );
    }
}

registry.category("public_components").add("customer_order_mgmt.signature", OrderSignature);
