import type { HumanDecision, ItemDetail } from "../api/desk-api.ts";
import { badge } from "./badge.ts";
import { button, element } from "./element.ts";
import { icon } from "./icons.ts";
import { messageOf } from "./message-of.ts";
import { refresh } from "./refresh.ts";
import { momentText } from "./words.ts";

/** Where a person decides, and where it is seen what people decided. */
export type DecisionPanel = {
  readonly root: HTMLElement;
  show(item: ItemDetail): void;
};

/**
 * @param options.decide - sends what the person decided; rejects with a sentence for them.
 * @param options.linkToNext - where it goes on after that; `null` for nowhere.
 */
export function buildDecisionPanel(options: {
  readonly decide: (decision: Pick<HumanDecision, "decision" | "note">) => Promise<void>;
  readonly linkToNext: () => string | null;
}): DecisionPanel {
  const note = element("textarea", { name: "note", rows: "2", maxlength: "2000" });
  const problem = element("p", { class: "problem", role: "alert" });
  const send = (decision: HumanDecision["decision"]): void => {
    setBusy(true);
    problem.textContent = "";
    // Before it is sent: what is decided may leave the list.
    const next = options.linkToNext();
    options
      .decide({ decision, note: note.value.trim() })
      .then(() => {
        note.value = "";
        onward.replaceChildren(
          ...(next === null
            ? []
            : [element("a", { href: next, class: "button" }, ["Go on to the next item"])]),
        );
      })
      .catch((error: unknown) => {
        problem.textContent = messageOf(error);
      })
      .finally(() => setBusy(false));
  };
  const allow = button(() => send("allow"), { class: "decide allow" }, [icon("allow"), "Allow"]);
  const block = button(() => send("block"), { class: "decide block" }, [icon("block"), "Block"]);
  // A button that is disabled loses the focus; these only say that they are busy.
  const setBusy = (isBusy: boolean): void => {
    for (const one of [allow, block]) one.setAttribute("aria-disabled", String(isBusy));
  };
  for (const one of [allow, block]) {
    one.addEventListener(
      "click",
      (event) => one.ariaDisabled === "true" && event.stopImmediatePropagation(),
      true,
    );
  }
  const onward = element("div", { class: "onward" });
  const history = element("ol", { class: "history", "aria-label": "History of decisions" });
  const root = element("section", { class: "card" }, [
    element("h3", {}, ["Your decision"]),
    element("label", {}, ["Note (optional)", note]),
    element("div", { class: "row decides" }, [allow, block]),
    problem,
    onward,
    history,
  ]);
  return {
    root,
    show: ({ decisions }) => {
      history.hidden = decisions.length === 0;
      refresh(history, decisions, {
        build: () =>
          decisions.map(({ decision, note: words, decidedOn }) =>
            element("li", {}, [
              badge(decision),
              element("time", { datetime: decidedOn, class: "faint" }, [momentText(decidedOn)]),
              words === "" ? null : element("p", {}, [words]),
            ]),
          ),
      });
    },
  };
}
