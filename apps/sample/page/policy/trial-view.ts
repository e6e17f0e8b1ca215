import type { Verdict } from "@hivekit/core/policy";
import type { ItemDetail, PolicyTrial, TokenCount } from "../../api/desk-api.ts";
import { element } from "../dom/element.ts";
import { decisionBadge } from "../dom/icons.ts";
import { refresh } from "../dom/refresh.ts";
import { formatTokens } from "../format/format-values.ts";
import { buildFindings } from "../item/verdict-panel.ts";

/** Shows the verdict of a trial beside the stored one. */
export type TrialView = {
  readonly root: HTMLElement;
  /** Shows that a trial is in flight. */
  showWaiting(): void;
  show(item: ItemDetail, trial: PolicyTrial): void;
  /** Updates the stored verdict if a trial is shown. */
  showItem(item: ItemDetail): void;
  hide(): void;
};

/** Builds the view, which is hidden until the first trial. */
export function buildTrialView(): TrialView {
  const stored = element("div", { class: "side" });
  const tried = element("div", { class: "side" });
  const root = element("div", { class: "trial" }, [tried, stored]);
  root.hidden = true;
  const showItem = ({ verdict, tokens, policyVersion }: ItemDetail): void => {
    const title = policyVersion === null ? "Stored verdict" : `Stored verdict of version ${policyVersion}`;
    refresh(stored, [title, verdict, tokens], { build: () => buildSide(title, verdict, tokens) });
  };
  return {
    root,
    showWaiting: () => {
      root.hidden = false;
      stored.hidden = true;
      refresh(tried, "waiting", {
        build: () => [element("p", { class: "faint" }, ["The model is judging…"])],
      });
    },
    show: (item, { verdict, tokens }) => {
      root.hidden = false;
      stored.hidden = false;
      showItem(item);
      refresh(tried, [verdict, tokens], { build: () => buildSide("Verdict of your text", verdict, tokens) });
    },
    showItem,
    hide: () => {
      root.hidden = true;
    },
  };
}

function buildSide(title: string, verdict: Verdict | null, tokens: TokenCount | null): readonly Node[] {
  return [
    element("h4", {}, [title]),
    ...(verdict === null
      ? [element("p", { class: "faint" }, ["None"])]
      : [
          element("p", { class: "verdict-line" }, [
            decisionBadge(verdict.decision),
            tokens === null ? null : element("span", { class: "faint" }, [formatTokens(tokens)]),
          ]),
          ...buildFindings(verdict),
        ]),
  ];
}
