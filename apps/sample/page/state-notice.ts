import type { DeskProject, ItemDetail } from "../api/desk-api.ts";
import { button, element } from "./element.ts";
import { icon } from "./icons.ts";
import { refresh } from "./refresh.ts";

const INTERRUPTED_WORDS =
  "The desk ended while this item was under way, and nobody knows what came of it. Hive may have judged and billed it. " +
  "It is not submitted again by itself, because that would be billed again.";
const UNSENT_WORDS =
  "The desk ended before it was this item's turn. It was not sent to Hive, so this submission has cost nothing.";
const CANCELLED_WORDS = "Cancelled. Hive may have billed it all the same.";
const UNSENT_CANCELLED_WORDS = "Cancelled before it was sent to Hive, so this submission has cost nothing.";

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
  const { state, failure, wasSent } = item;
  refresh(
    place,
    { state, failure, wasSent, consoleUrl: project?.consoleUrl ?? null, isLive },
    {
      home,
      build: () => {
        const again = button(resubmit, { class: "primary" }, [againWords({ isLive, wasSent })]);
        if (state === "waiting")
          return [
            notice(
              "clock",
              waitingWords(project),
              project?.isLabeling === true ? consoleLink(project) : null,
            ),
          ];
        if (state === "cancelled")
          return [notice("alert", wasSent ? CANCELLED_WORDS : UNSENT_CANCELLED_WORDS, again)];
        if (state === "failed")
          return [notice("alert", failure?.message ?? "It failed, and nobody said why.", again)];
        if (state === "interrupted")
          return [notice("alert", wasSent ? INTERRUPTED_WORDS : UNSENT_WORDS, again)];
        return [];
      },
    },
  );
}

/** What was never sent is billed once; the rest once more. */
function againWords({ isLive, wasSent }: { readonly isLive: boolean; readonly wasSent: boolean }): string {
  const times = wasSent ? "again" : "once";
  return isLive ? `Submit again (is billed ${times})` : `Submit again (Hive would bill it ${times})`;
}

function notice(sign: "alert" | "clock", words: string, action: Node | null): HTMLElement {
  return element("div", { class: `notice ${sign}` }, [icon(sign), element("p", {}, [words]), action]);
}

function waitingWords(project: DeskProject | null): string {
  if (project?.isLabeling !== true) return "Hive has taken it on, and tells the desk when it is done.";
  return "Waiting for a reviewer. The answer appears here automatically.";
}

function consoleLink({ consoleUrl }: DeskProject): HTMLElement | null {
  if (consoleUrl === null) return null;
  return element("a", { href: consoleUrl, target: "_blank", rel: "noreferrer", class: "button" }, [
    "Answer it on the console",
    element("span", { class: "visually-hidden" }, [" (opens in a new tab)"]),
  ]);
}
