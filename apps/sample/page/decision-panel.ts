import type { HumanDecision, ItemDetail, ItemState } from "../api/desk-api.ts";
import { badge } from "./badge.ts";
import { button, element } from "./element.ts";
import { icon } from "./icons.ts";
import { messageOf } from "./message-of.ts";
import { refresh } from "./refresh.ts";
import { isUnderWay, momentText } from "./words.ts";

const PAST_WORDS = "It was submitted again since then: these decisions no longer hold.";

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
  /** Whether a decision is on its way to the desk. */
  let isSending = false;
  /** Why nobody can decide now, as a sentence; `""` if somebody can. */
  let obstacle = "";
  const note = element("textarea", { name: "note", rows: "2", maxlength: "2000" });
  const problem = element("p", { class: "problem", role: "alert" });
  const send = (decision: HumanDecision["decision"]): void => {
    isSending = true;
    showButtons();
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
      .finally(() => {
        isSending = false;
        showButtons();
      });
  };
  const why = element("p", { class: "hint", id: "no-decision-yet" });
  const described = { "aria-describedby": why.id };
  const allow = button(() => send("allow"), { class: "decide allow", ...described }, [
    icon("allow"),
    "Allow",
  ]);
  const block = button(() => send("block"), { class: "decide block", ...described }, [
    icon("block"),
    "Block",
  ]);
  // A button that is disabled loses the focus; these only say that they are, and why.
  const showButtons = (): void => {
    why.textContent = obstacle;
    why.hidden = obstacle === "";
    for (const one of [allow, block]) one.setAttribute("aria-disabled", String(isSending || obstacle !== ""));
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
  const past = element("p", { class: "hint" }, [PAST_WORDS]);
  const root = element("section", { class: "card" }, [
    element("h3", {}, ["Your decision"]),
    element("label", {}, ["Note (optional)", note]),
    element("div", { class: "row decides" }, [allow, block]),
    why,
    problem,
    onward,
    past,
    history,
  ]);
  return {
    root,
    show: ({ state, decidedBy, decisions }) => {
      obstacle = obstacleOf(state);
      showButtons();
      past.hidden = decisions.length === 0 || decidedBy === "person";
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

function obstacleOf(state: ItemState): string {
  if (!isUnderWay(state)) return "";
  return state === "waiting"
    ? "You can decide when the answer has come."
    : "You can decide when the verdict is complete.";
}
