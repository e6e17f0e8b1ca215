import { formatPx } from "./svg.ts";

/** A point in pixels. */
export type Point = { readonly x: number; readonly y: number };

/** Half a pixel: finer differences are invisible, and a curve of 100 000 steps stays small. */
const GRID = 2;

/**
 * Lists the corners of a step line. The line has the height of each point up to the point, starting after the one
 * before it.
 *
 * @param points - In the order of `x`, ascending.
 * @param startX - Where the line starts, with the height of the first point.
 */
export function listCorners(points: readonly Point[], startX: number): readonly Point[] {
  let fromX = startX;
  const corners = points.flatMap(({ x, y }) => {
    const pair = [
      { x: snap(fromX), y },
      { x: snap(x), y },
    ];
    fromX = x;
    return pair;
  });
  return reduceColumns(corners);
}

/** Draws a line through corners. */
export function drawLine(corners: readonly Point[]): string {
  let previous: Point | null = null;
  const commands: string[] = [];
  for (const point of corners) {
    const [x, y] = [formatPx(point.x), formatPx(point.y)];
    if (previous === null) commands.push(`M${x} ${y}`);
    else if (formatPx(previous.y) !== y) commands.push(formatPx(previous.x) === x ? `V${y}` : `L${x} ${y}`);
    else if (formatPx(previous.x) !== x) {
      // One command for a longer horizontal line.
      if (commands.at(-1)?.startsWith("H") === true) commands.pop();
      commands.push(`H${x}`);
    }
    previous = point;
  }
  return commands.join("");
}

/** Draws the area between two lines. */
export function drawArea(upper: readonly Point[], lower: readonly Point[]): string {
  return `${drawLine([...upper, ...lower.toReversed()])}Z`;
}

function snap(x: number): number {
  return Math.round(x * GRID) / GRID;
}

/** Keeps, of all points with the same `x`, the first, the highest, the lowest and the last. */
function reduceColumns(points: readonly Point[]): readonly Point[] {
  const reduced: Point[] = [];
  let column: Point[] = [];
  const close = (): void => {
    const [first] = column;
    const last = column.at(-1);
    if (first === undefined || last === undefined) return;
    const extremes = [
      column.reduce((one, other) => (other.y < one.y ? other : one)),
      column.reduce((one, other) => (other.y > one.y ? other : one)),
    ];
    reduced.push(...new Set([first, ...extremes, last]));
    column = [];
  };
  for (const point of points) {
    if (point.x !== column[0]?.x) close();
    column.push(point);
  }
  close();
  return reduced;
}
