import type { Decision } from "@hivekit/core/policy";
import { element } from "./element.ts";
import { icon } from "./icons.ts";
import { DECISION_WORDS } from "./words.ts";

/** A decision as a word with a colour and a sign: none of the three alone. */
export function badge(decision: Decision, attributes: { readonly title?: string } = {}): HTMLElement {
  return element("span", { class: `badge ${decision}`, title: attributes.title }, [
    icon(decision),
    DECISION_WORDS[decision],
  ]);
}
