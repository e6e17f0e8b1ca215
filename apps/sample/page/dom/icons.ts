import type { Decision } from "@hivekit/core/policy";
import { DECISION_LABELS } from "../format/item-labels.ts";
import { element, svgElement } from "./element.ts";

/** SVG paths in a square of 16 by 16, drawn as lines. */
const PATHS = {
  allow: "M3 8.5l3.2 3.2L13 5",
  block: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM3.9 3.9l8.2 8.2",
  review:
    "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z",
  unknown: "M5.8 5.8a2.3 2.3 0 1 1 3.3 2.1c-.8.4-1.1.8-1.1 1.7M8 12.4v.1",
  picture: "M2 3h12v10H2zM2 11l3.5-3.5 3 3 2-2L14 12M10.6 5.6v.1",
  video: "M2 3.5h12v9H2zM6.7 6v4l3.2-2z",
  link: "M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.7.7M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.4 8.9a2.6 2.6 0 0 0 3.7 3.7l.7-.7",
  text: "M3 4h10M3 8h10M3 12h6",
  person: "M8 2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM3 13.5c0-2.8 2.2-4 5-4s5 1.2 5 4",
  hide: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM3 2.5l10 11",
  upload: "M8 11V3M4.8 6L8 2.8 11.2 6M2.5 11v2.5h11V11",
  back: "M9.5 3.5L5 8l4.5 4.5",
  play: "M5 3.5v9l7.5-4.5z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  trash: "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9",
  clock: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3.2l2.2 1.3",
  alert: "M8 2.2l6.3 11.3H1.7zM8 6.5v3M8 11.6v.1",
} as const;

/** Creates an icon. It is hidden from screen readers, because the label next to it has the same meaning. */
export function icon(name: keyof typeof PATHS): SVGSVGElement {
  return svgElement(
    "svg",
    { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    [svgElement("path", { d: PATHS[name] })],
  );
}

/** Creates a list of chips, one for each tag. */
export function tagChips(tags: readonly string[]): HTMLElement {
  return element(
    "span",
    { class: "tags", role: "list", "aria-label": "Tags" },
    tags.map((tag) => element("span", { class: "chip", role: "listitem" }, [tag])),
  );
}

/** Creates a badge for a decision: an icon, a color and the label, so that no meaning depends on the color alone. */
export function decisionBadge(decision: Decision): HTMLElement {
  return element("span", { class: `badge ${decision}` }, [icon(decision), DECISION_LABELS[decision]]);
}
