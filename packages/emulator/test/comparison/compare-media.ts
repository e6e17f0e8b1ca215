import { computeColorShares, mapColors } from "../../src/colors/color-map.ts";
import { COLOR_NAMES } from "../../src/colors/name-color.ts";
import type { JsonResponse } from "../support/submit.ts";
import type { MadeMedia } from "./made-media.ts";
import type { Shot, ShownMedia } from "./shown-media.ts";

/** How the emulator's answer compares with what the browser shows. */
export type Comparison = {
  readonly name: string;
  /**
   * `equal`: both show the same, or neither shows the file. `rejected`: the emulator alone fails. `accepted`: the
   * browser alone fails. `different`: both show the file, in different ways.
   */
  readonly outcome: "equal" | "rejected" | "accepted" | "different";
  readonly detail: string;
};

/** The maximum difference of a duration, in seconds: the browser's can end with the start of the last frame. */
const MAX_SECONDS = 0.6;
/** The maximum difference of the share of a color in a frame. Decoders of colors differ at edges and in noise. */
const MAX_SHARE = 0.08;

/** Compares the emulator's answer for the project `demo-colors` with what the browser shows. */
export function compareMedia(
  { name }: MadeMedia,
  { body }: JsonResponse,
  shown: ShownMedia | string,
): Comparison {
  const { status, response } = body.status;
  const isJudged = status.code === "0";
  if (typeof shown === "string") {
    const outcome = isJudged ? "accepted" : "equal";
    return { name, outcome, detail: isJudged ? `browser: ${shown.slice(0, 100)}` : "" };
  }
  if (!isJudged) return { name, outcome: "rejected", detail: status.message };
  const details = listDifferences(response, shown);
  return { name, outcome: details.length === 0 ? "equal" : "different", detail: details.join("; ") };
}

type Output = {
  readonly time: number;
  readonly classes: readonly { readonly class: string; readonly score: number }[];
};
type Response = {
  readonly input: { readonly media: { width: number; height: number; duration: number } };
  readonly output: readonly Output[];
};

function listDifferences({ input: { media }, output }: Response, shown: ShownMedia): string[] {
  const details = [];
  if (media.width !== shown.widthPx || media.height !== shown.heightPx)
    details.push(`size ${media.width}x${media.height}, browser ${shown.widthPx}x${shown.heightPx}`);
  const isStill = shown.durationSeconds === 0;
  if (!isStill && Math.abs(media.duration - shown.durationSeconds) > MAX_SECONDS)
    details.push(`duration ${media.duration} s, browser ${shown.durationSeconds} s`);
  for (const shot of shown.frames) {
    // Within the difference of the durations.
    if (shot.timeSeconds > media.duration) continue;
    const frame = output.find(({ time }) => time === shot.timeSeconds);
    if (frame === undefined) details.push(`no frame at ${shot.timeSeconds} s`);
    else details.push(...compareColors(frame, shot));
  }
  return details;
}

function compareColors({ classes }: Output, { timeSeconds, width, height, rgb }: Shot): string[] {
  const shares = computeColorShares(
    mapColors({ timeSeconds, width, height, rgb: Buffer.from(rgb, "base64") }),
  );
  return COLOR_NAMES.flatMap((color, index) => {
    const judged = classes.find(({ class: name }) => name === color)?.score ?? 0;
    const share = shares[index] ?? 0;
    const isClose = Math.abs(judged - share) <= MAX_SHARE;
    return isClose ? [] : [`${color} ${judged.toFixed(2)} at ${timeSeconds} s, browser ${share.toFixed(2)}`];
  });
}
