import type { DeskProject, ItemDetail } from "../../api/desk-api.ts";
import { button, element } from "../dom/element.ts";
import { icon } from "../dom/icons.ts";
import { refresh } from "../dom/refresh.ts";

const INTERRUPTED =
  "The desk stopped while this item was in progress, so its outcome is unknown. Hive may have processed and billed it. " +
  "It is not resubmitted automatically, because that would be billed again.";
const INTERRUPTED_UNSENT = "The desk stopped before this item was sent to Hive. It was not billed.";
const CANCELLED = "Cancelled. Hive may still bill this submission.";
const CANCELLED_UNSENT = "Cancelled before it was sent to Hive. It was not billed.";

/** Explains an item's state where necessary and offers the reviewer an action. */
export function showNotice(
  container: HTMLElement,
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
    container,
    { state, failure, wasSent, consoleUrl: project?.consoleUrl ?? null, isLive },
    {
      home,
      build: () => {
        const again = button(resubmit, { class: "primary" }, [describeResubmission({ isLive, wasSent })]);
        if (state === "waiting")
          return [
            notice(
              "clock",
              describeWaiting(project),
              project?.isLabeling === true ? consoleLink(project) : null,
            ),
          ];
        if (state === "cancelled") return [notice("alert", wasSent ? CANCELLED : CANCELLED_UNSENT, again)];
        if (state === "failed")
          return [notice("alert", failure?.message ?? "The submission failed for an unknown reason.", again)];
        if (state === "interrupted")
          return [notice("alert", wasSent ? INTERRUPTED : INTERRUPTED_UNSENT, again)];
        return [];
      },
    },
  );
}

/** Labels the button. A submission that was never sent is billed once; any other submission is billed again. */
function describeResubmission({
  isLive,
  wasSent,
}: {
  readonly isLive: boolean;
  readonly wasSent: boolean;
}): string {
  const times = wasSent ? "again" : "once";
  return isLive ? `Submit again (billed ${times})` : `Submit again (Hive would bill it ${times})`;
}

function notice(sign: "alert" | "clock", text: string, action: Node | null): HTMLElement {
  return element("div", { class: `notice ${sign}` }, [icon(sign), element("p", {}, [text]), action]);
}

function describeWaiting(project: DeskProject | null): string {
  if (project?.isLabeling !== true)
    return "Hive is processing the submission. The result appears here automatically.";
  return "Waiting for a reviewer. The answer appears here automatically.";
}

function consoleLink({ consoleUrl }: DeskProject): HTMLElement | null {
  if (consoleUrl === null) return null;
  return element("a", { href: consoleUrl, target: "_blank", rel: "noreferrer", class: "button" }, [
    "Answer in the console",
    element("span", { class: "visually-hidden" }, [" (opens in a new tab)"]),
  ]);
}
