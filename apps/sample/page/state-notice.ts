import type { DeskProject, ItemDetail } from "../api/desk-api.ts";
import { button, element } from "./element.ts";
import { icon } from "./icons.ts";
import { refresh } from "./refresh.ts";

const INTERRUPTED_WORDS =
  "The desk ended while this item was under way, and nobody knows what came of it. Hive may have judged and billed it. " +
  "It is not submitted again by itself, because that would be billed again.";

/** Says what an item's state means where that needs words, and what a person can do then. */
export function showNotice(
  place: HTMLElement,
  item: ItemDetail,
  options: {
    readonly project: DeskProject | null;
    readonly isLive: boolean;
    readonly resubmit: () => void;
    readonly home: HTMLElement;
  },
): void {
  const { project, isLive, resubmit, home } = options;
  const { state, failure } = item;
  refresh(
    place,
    { state, failure, consoleUrl: project?.consoleUrl ?? null, isLive },
    {
      home,
      build: () => {
        const again = button(resubmit, { class: "primary" }, [
          isLive ? "Submit again (is billed again)" : "Submit again (Hive would bill it again)",
        ]);
        if (state === "waiting")
          return [
            notice(
              "clock",
              waitingWords(project),
              project?.isLabeling === true ? consoleLink(project) : null,
            ),
          ];
        if (state === "cancelled")
          return [notice("alert", "Cancelled. Hive may have billed it all the same.", again)];
        if (state === "failed")
          return [notice("alert", failure?.message ?? "It failed, and nobody said why.", again)];
        return state === "interrupted" ? [notice("alert", INTERRUPTED_WORDS, again)] : [];
      },
    },
  );
}

function notice(sign: "alert" | "clock", words: string, action: Node | null): HTMLElement {
  return element("div", { class: `notice ${sign}` }, [icon(sign), element("p", {}, [words]), action]);
}

function waitingWords(project: DeskProject | null): string {
  if (project?.isLabeling !== true) return "Hive has taken it on, and tells the desk when it is done.";
  return "It waits for a person to answer. The answer comes here by itself.";
}

function consoleLink({ consoleUrl }: DeskProject): HTMLElement | null {
  if (consoleUrl === null) return null;
  return element("a", { href: consoleUrl, target: "_blank", rel: "noreferrer", class: "button" }, [
    "Answer it on the console",
    element("span", { class: "visually-hidden" }, [" (opens in a new tab)"]),
  ]);
}
