import { _t } from "@web/core/l10n/translation";
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

/** Items go from the list into the draft; the first one begins it. */
export class OrderList extends Interaction {
    static selector = ".o_customer_order_list";
    dynamicContent = {
        ".o_add": { "t-on-click": (ev) => this.add(ev.target.closest(".o_offer")) },
        ".o_quantity": { "t-on-keydown": this.onKeydown },
    };

    setup() {
        this.pending = Promise.resolve();
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.add(ev.target.closest(".o_offer"));
        }
    }

    /** One after the other: two quick clicks must not begin two drafts. */
    add(offer) {
        this.pending = this.pending.then(() => this.send(offer));
        return this.waitFor(this.pending);
    }

    async send(offer) {
        const answer = await rpc(
            "/my/customer-orders/drafts/add",
            {
                product_id: Number(offer.dataset.productId),
                quantity: offer.querySelector(".o_quantity").value,
                draft_id: Number(this.el.dataset.draftId) || null,
            },
            { silent: true }
        ).catch(() => ({ error: _t("Not added: there is no answer. Please reload the page.") }));
        offer.querySelector(".o_error").textContent = answer.error || "";
        if (!answer.error) {
            this.showDraft(answer);
        }
    }

    showDraft(answer) {
        this.el.dataset.draftId = answer.draft_id;
        this.keepDraft(answer.draft_id);
        const link = this.el.querySelector(".o_draft_link");
        link.href = `/my/customer-orders/drafts/${answer.draft_id}`;
        link.classList.remove("d-none");
        link.querySelector(".o_count").textContent = answer.count;
        link.querySelector(".o_total").textContent = answer.untaxed;
        this.el.querySelector(".o_begin")?.remove();
        this.el.querySelector(".o_status").textContent = _t("Added");
    }

    /** Searching, turning the page or choosing a category goes on in the same draft. */
    keepDraft(draftId) {
        this.el.querySelector("[name=draft_id]").value = draftId;
        for (const link of this.el.querySelectorAll("a[href*='draft_id=new']")) {
            link.href = link.href.replace("draft_id=new", `draft_id=${draftId}`);
        }
    }
}

registry.category("public.interactions").add("customer_order_mgmt.order_list", OrderList);
