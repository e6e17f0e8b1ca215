import type { ItemFrame } from "../../api/desk-api.ts";
import type { ClassColors } from "../frames/class-colors.ts";
import { svgElement } from "../dom/element.ts";
import { toPageCorners, type Placement } from "./placement.ts";
import { formatScore } from "../format/format-values.ts";

/** The height of a label, in pixels of the page. */
const LABEL_HEIGHT = 18;
/** The average width of a letter, in pixels of the page. */
const LETTER_WIDTH = 6.6;

/** Draws the boxes of frames over a picture. */
export function drawBoxes(
  layer: SVGSVGElement,
  frames: readonly ItemFrame[],
  options: { readonly placement: Placement; readonly colors: ClassColors },
): void {
  const { placement, colors } = options;
  const boxes = frames.flatMap((frame) => frame.boxes);
  layer.replaceChildren(
    ...boxes.map((box) => {
      const best = box.classes.toSorted((one, other) => (other.score ?? 0) - (one.score ?? 0))[0];
      const corners = toPageCorners(box, placement);
      const score = (best?.score ?? null) === null ? "" : ` ${formatScore(best?.score ?? 0)}`;
      const label = best === undefined ? "not evaluated" : `${best.class}${score}`;
      const top = Math.min(...corners.map(({ y }) => y));
      const width = label.length * LETTER_WIDTH + 10;
      // At the left edge of the box, moved to the left if the label would not fit.
      const edge = placement.left + placement.width - width;
      const left = Math.max(0, Math.min(edge, ...corners.map(({ x }) => x)));
      // Above the box, or inside if the label would leave the picture.
      const labelTop = top - LABEL_HEIGHT < 0 ? top : top - LABEL_HEIGHT;
      const group = svgElement("g", { class: "box" }, [
        svgElement("polygon", { points: corners.map(({ x, y }) => `${x},${y}`).join(" ") }),
        svgElement("rect", {
          x: String(left),
          y: String(labelTop),
          width: String(width),
          height: String(LABEL_HEIGHT),
        }),
        svgElement("text", { x: String(left + 5), y: String(labelTop + 13) }, [label]),
      ]);
      group.style.setProperty("--class", best === undefined ? "var(--faint)" : colors.of(best.class));
      return group;
    }),
  );
}
