import type { ItemFrame } from "../api/desk-api.ts";
import type { ClassColors } from "./class-colors.ts";
import { drawn } from "./element.ts";
import { cornersOf, type Placement } from "./overlay-geometry.ts";
import { scoreText } from "./words.ts";

/** Height of a label, in pixels of the page. */
const LABEL_HEIGHT = 18;
/** About how wide a letter of a label is, in pixels of the page. */
const LETTER_WIDTH = 6.6;

/** Draws the boxes of frames over a picture. */
export function drawBoxes(
  drawing: SVGSVGElement,
  frames: readonly ItemFrame[],
  options: { readonly placement: Placement; readonly colors: ClassColors },
): void {
  const { placement, colors } = options;
  const boxes = frames.flatMap((frame) => frame.boxes);
  drawing.replaceChildren(
    ...boxes.map((box) => {
      const best = box.classes.toSorted((one, other) => other.score - one.score)[0];
      const corners = cornersOf(box, placement);
      const label = best === undefined ? "not evaluated" : `${best.class} ${scoreText(best.score)}`;
      const top = Math.min(...corners.map(({ y }) => y));
      const width = label.length * LETTER_WIDTH + 10;
      // Where the box begins, or as far to the left as it takes to be read whole.
      const edge = placement.left + placement.width - width;
      const left = Math.max(0, Math.min(edge, ...corners.map(({ x }) => x)));
      // Above the box, or inside where it would leave the picture.
      const labelTop = top - LABEL_HEIGHT < 0 ? top : top - LABEL_HEIGHT;
      const group = drawn("g", { class: "box" }, [
        drawn("polygon", { points: corners.map(({ x, y }) => `${x},${y}`).join(" ") }),
        drawn("rect", {
          x: String(left),
          y: String(labelTop),
          width: String(width),
          height: String(LABEL_HEIGHT),
        }),
        drawn("text", { x: String(left + 5), y: String(labelTop + 13) }, [label]),
      ]);
      group.style.setProperty("--class", best === undefined ? "var(--faint)" : colors.of(best.class));
      return group;
    }),
  );
}
