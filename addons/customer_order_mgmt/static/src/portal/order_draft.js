import { _t } from "@web/core/l10n/translation";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

/**
 * A draft is kept with every change: what was typed goes to the server as soon as the field is left, and the figures
 * that follow from it come back.
 */
export class OrderDraft extends Interaction {
    static selector = ".o_customer_order_draft";
    dynamicContent = {
        "[data-field]": { "t-on-change": this.onChange },
        ".o_remove": { "t-on-click": this.onRemove },
        ".o_upload input[type=file]": { "t-on-change": (ev) => ev.target.form.submit() },
        ".o_delete": { "t-on-submit": this.onDelete },
        ".o_review": { "t-on-click": this.onReview },
    };

    setup() {
        this.url = `/my/customer-orders/drafts/${this.el.dataset.draftId}`;
        this.pending = Promise.resolve();
    }

    async onChange(ev) {
        const input = ev.target;
        const lineId = input.closest("[data-line-id]")?.dataset.lineId;
        const values = { field: input.dataset.field, value: input.value };
        const figures = await this.send("save", lineId ? { ...values, line_id: lineId } : values);
        this.showError(input, figures.error);
        if (!figures.error) {
            this.showFigures(figures, Boolean(input.dataset.allLines));
        }
    }

    async onRemove(ev) {
        const line = ev.target.closest("[data-line-id]");
        const figures = await this.send("remove-line", { line_id: line.dataset.lineId });
        if (!figures.error) {
            line.remove();
            this.showFigures(figures);
        }
    }

    onDelete(ev) {
        if (!window.confirm(_t("Delete this draft with everything in it?"))) {
            ev.preventDefault();
        }
    }

    /** Whatever is still on its way arrives before the customer reads its order. */
    async onReview(ev) {
        ev.preventDefault();
        const href = ev.currentTarget.href;
        await this.waitFor(this.pending);
        window.location = href;
    }

    /** One change after the other, so that the last value typed is the one that stays. */
    send(act, values) {
        this.say(_t("Saving…"));
        const answer = this.pending.then(() => rpc(`${this.url}/${act}`, values, { silent: true })).then(
            (figures) => {
                this.say(figures.error || _t("Saved"), Boolean(figures.error));
                return figures;
            },
            () => {
                const error = _t("Not saved: there is no answer. Please check your connection and reload the page.");
                this.say(error, true);
                return { error };
            }
        );
        this.pending = answer;
        return this.waitFor(answer);
    }

    say(text, isError = false) {
        const status = this.el.querySelector(".o_status");
        status.textContent = text;
        status.classList.toggle("text-danger", isError);
        status.classList.toggle("text-muted", !isError);
    }

    showError(input, error) {
        input.classList.toggle("is-invalid", Boolean(error));
        const place = input.closest("[class*=col-]").querySelector(".o_error");
        place.textContent = error || "";
        place.classList.toggle("d-block", Boolean(error));
    }

    showFigures(figures, withDays = false) {
        for (const name of ["untaxed", "tax", "total"]) {
            this.el.querySelector(`.o_${name}`).textContent = figures[name];
        }
        for (const [lineId, texts] of Object.entries(figures.lines)) {
            const line = this.el.querySelector(`[data-line-id="${lineId}"]`);
            for (const name of ["price", "amount"]) {
                const place = line?.querySelector(`.o_${name}`);
                if (place) {
                    place.textContent = texts[name];
                }
            }
            if (line && withDays) {
                line.querySelector("[data-field=requested_date]").value = texts.day || "";
            }
        }
    }
}

registry.category("public.interactions").add("customer_order_mgmt.order_draft", OrderDraft);
