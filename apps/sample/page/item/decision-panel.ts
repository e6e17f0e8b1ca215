import type { ReviewerDecision, ItemDetail, ItemState } from "../../api/desk-api.ts";
import { button, element } from "../dom/element.ts";
import { decisionBadge, icon } from "../dom/icons.ts";
import { errorMessage } from "../client/desk-client.ts";
import { refresh } from "../dom/refresh.ts";
import { formatDateTime } from "../format/format-values.ts";
import { isInProgress } from "../format/item-labels.ts";

const OBSOLETE_HINT = "The item was submitted again later, so these decisions no longer apply.";

/** Lets the reviewer decide, and shows earlier decisions. */
export type DecisionPanel = {
  readonly root: HTMLElement;
  show(item: ItemDetail): void;
};

/**
 * @param options.decide - sends the decision; rejects with an error whose message is meant for the reviewer.
 * @param options.linkToNext - returns the URL of the next item of the list; `null` if there is none.
 */
export function buildDecisionPanel(options: {
  readonly decide: (decision: Pick<ReviewerDecision, "decision" | "note">) => Promise<void>;
  readonly linkToNext: () => string | null;
}): DecisionPanel {
  /** Whether a decision is being sent. */
  let isSending = false;
  /** Why the reviewer cannot decide now, as a sentence; `""` if they can. */
  let obstacle = "";
  const note = element("textarea", { name: "note", rows: "2", maxlength: "2000" });
  const problem = element("p", { class: "problem", role: "alert" });
  const send = (decision: ReviewerDecision["decision"]): void => {
    isSending = true;
    showButtons();
    problem.textContent = "";
    // Read before sending, because the item may leave the list after the decision.
    const next = options.linkToNext();
    options
      .decide({ decision, note: note.value.trim() })
      .then(() => {
        note.value = "";
        nextLink.replaceChildren(
          ...(next === null ? [] : [element("a", { href: next, class: "button" }, ["Next item"])]),
        );
      })
      .catch((error: unknown) => {
        problem.textContent = errorMessage(error);
      })
      .finally(() => {
        isSending = false;
        showButtons();
      });
  };
  const obstacleHint = element("p", { class: "hint", id: "no-decision-yet" });
  const described = { "aria-describedby": obstacleHint.id };
  const allow = button(() => send("allow"), { class: "decide allow", ...described }, [
    icon("allow"),
    "Allow",
  ]);
  const block = button(() => send("block"), { class: "decide block", ...described }, [
    icon("block"),
    "Block",
  ]);
  // A disabled button would lose the focus, so these buttons are only marked as disabled and explain why.
  const showButtons = (): void => {
    obstacleHint.textContent = obstacle;
    obstacleHint.hidden = obstacle === "";
    for (const one of [allow, block]) one.setAttribute("aria-disabled", String(isSending || obstacle !== ""));
  };
  for (const one of [allow, block]) {
    one.addEventListener(
      "click",
      (event) => one.ariaDisabled === "true" && event.stopImmediatePropagation(),
      true,
    );
  }
  const nextLink = element("div", { class: "onward" });
  const history = element("ol", { class: "history", "aria-label": "Decision history" });
  const obsolete = element("p", { class: "hint" }, [OBSOLETE_HINT]);
  const root = element("section", { class: "card" }, [
    element("h3", {}, ["Your decision"]),
    element("label", {}, ["Note (optional)", note]),
    element("div", { class: "row decides" }, [allow, block]),
    obstacleHint,
    problem,
    nextLink,
    obsolete,
    history,
  ]);
  return {
    root,
    show: ({ state, decidedBy, decisions }) => {
      obstacle = describeObstacle(state);
      showButtons();
      obsolete.hidden = decisions.length === 0 || decidedBy === "reviewer";
      history.hidden = decisions.length === 0;
      refresh(history, decisions, {
        build: () =>
          decisions.map(({ decision, note: text, decidedOn }) =>
            element("li", {}, [
              decisionBadge(decision),
              element("time", { datetime: decidedOn, class: "faint" }, [formatDateTime(decidedOn)]),
              text === "" ? null : element("p", {}, [text]),
            ]),
          ),
      });
    },
  };
}

function describeObstacle(state: ItemState): string {
  if (!isInProgress(state)) return "";
  return state === "waiting"
    ? "You can decide when the reviewer has answered."
    : "You can decide when the verdict is complete.";
}
