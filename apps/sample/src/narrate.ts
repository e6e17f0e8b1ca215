import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { HiveClient } from "@hivekit/core";
import type { Frame, TaskSummary } from "@hivekit/core";
import { framesOf } from "@hivekit/rxjs";
import { lastValueFrom, tap } from "rxjs";
import { Problem } from "./problem.ts";
import type { Project } from "./project.ts";

/** How many classes of a frame are printed, the strongest first. */
const PRINTED_CLASSES = 3;

/** What is to be told, and to whom. */
export type Narration = {
  /** The projects that each file is submitted to, by their names. */
  readonly clients: ReadonlyMap<string, HiveClient>;
  readonly print: (line: string) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
};

/** Makes the clients of projects. @throws HiveConfigError if the options of one cannot be used */
export function clientsOf(projects: readonly Project[]): ReadonlyMap<string, HiveClient> {
  return new Map(
    projects.map(({ name, options: { logger: _logger, ...options } }) => [name, new HiveClient(options)]),
  );
}

/**
 * Submits a file to each of the projects, and prints each frame as it arrives, then the charge.
 *
 * @throws Problem if the file cannot be read.
 */
export async function narrate(path: string, narration: Narration): Promise<void> {
  const media = await read(path);
  const filename = basename(path);
  for (const [project, client] of narration.clients) {
    narration.print(`${filename} (${showSize(media.byteLength)}) submitted to project ${project}`);
    let summary: TaskSummary | null = null;
    const frames = framesOf(
      client,
      { media, filename },
      {
        signal: narration.signal,
        onSummary: (given) => {
          summary = given;
        },
      },
    );
    await lastValueFrom(frames.pipe(tap((frame) => narration.print(showFrame(frame)))), {
      defaultValue: null,
    });
    if (summary !== null) narration.print(showSummary(summary));
    narration.print("");
  }
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Problem(`${path} cannot be read; give the path of an image, a GIF or a video.`, {
      cause: error,
    });
  }
}

function showSize(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

function showFrame(frame: Frame): string {
  const time = frame.timeSeconds === null ? "" : `${frame.timeSeconds.toFixed(1)} s`;
  return `  ${time.padStart(7)}  ${showFindings(frame)}`;
}

function showFindings(frame: Frame): string {
  if (!frame.evaluated) return "not evaluated";
  if (frame.kind === "detection") {
    return frame.boxes.length === 0 ? "nothing found" : frame.boxes.map(showBox).join("; ");
  }
  if (frame.kind === "segmentation")
    return `mask of ${frame.mask?.mapping.map((entry) => entry.class).join(", ")}`;
  return showClasses(frame.classes);
}

function showBox({ bounds, classes }: Frame["boxes"][number]): string {
  const { left, top, right, bottom } = bounds;
  const place = `from (${Math.round(left)}, ${Math.round(top)}) to (${Math.round(right)}, ${Math.round(bottom)})`;
  return `box ${place}: ${showClasses(classes)}`;
}

function showClasses(classes: Frame["classes"]): string {
  const strongest = classes.toSorted((one, other) => other.score - one.score).slice(0, PRINTED_CLASSES);
  return strongest.map(({ class: name, score }) => `${name} ${score.toFixed(2)}`).join(", ");
}

function showSummary({ labels, results }: TaskSummary): string {
  if (labels.length > 0) return `  labels: ${labels.join(", ")}`;
  return results
    .map(({ media, frameCount, chargeUsd }) => {
      const size =
        media?.widthPx === null || media === null ? "" : `${media.widthPx} x ${media.heightPx} px, `;
      const count = `${frameCount} ${frameCount === 1 ? "frame" : "frames"}`;
      return `  ${size}${count}, charge ${chargeUsd === null ? "unknown" : `$${chargeUsd}`}`;
    })
    .join("\n");
}
