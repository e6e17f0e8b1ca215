import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { HiveClient, isRestricted } from "@hivekit/core";
import type { BoxClass, Frame, TaskSummary } from "@hivekit/core";
import { framesOf } from "@hivekit/rxjs";
import { lastValueFrom, tap } from "rxjs";
import { findCsamThreshold } from "../config/csam-threshold.ts";
import type { Project } from "../config/project.ts";
import { UserError } from "../config/user-error.ts";

/** The number of classes printed per frame, highest score first. */
const PRINTED_CLASSES = 3;

/** The options of {@link printResults}. */
export type PrintOptions = {
  /** The clients of the projects to submit to. */
  readonly clients: ReadonlyMap<Project, HiveClient>;
  readonly print: (line: string) => void;
  /** Aborts the submission. */
  readonly signal: AbortSignal;
};

/** Creates the clients of projects. @throws HiveConfigError if the options of a project are invalid. */
export function createClients(projects: readonly Project[]): ReadonlyMap<Project, HiveClient> {
  return new Map(
    projects.map((project) => {
      const { logger: _logger, ...options } = project.options;
      return [project, new HiveClient(options)];
    }),
  );
}

/**
 * Submits a file to each project and prints each frame as it arrives, then the charge. If the file is restricted, it
 * prints only the id of the task from then on, and submits the file to no other project.
 *
 * @throws UserError if the file cannot be read.
 */
export async function printResults(path: string, options: PrintOptions): Promise<void> {
  const { clients, print, signal } = options;
  const media = await readMedia(path);
  const filename = basename(path);
  for (const [{ name, policy }, client] of clients) {
    print(`${filename} (${formatSize(media.byteLength)}) submitted to project ${name}`);
    const csamThreshold = findCsamThreshold(policy);
    /** Set by the first frame whose media must not be shown. */
    let isWithheld = false;
    const summaries: TaskSummary[] = [];
    const frames = framesOf(
      client,
      { media, filename },
      { signal, onSummary: (summary) => summaries.push(summary) },
    );
    const printFrame = (frame: Frame): void => {
      isWithheld ||= isRestricted(frame, csamThreshold);
      if (!isWithheld) print(formatFrame(frame));
    };
    await lastValueFrom(frames.pipe(tap(printFrame)), { defaultValue: null });
    if (isWithheld) {
      // Hive's responses of CSAM detection may have no task id.
      const ids = summaries.flatMap(({ id }) => (id === "" ? [] : [`, task ${id}`])).join("");
      print(`  restricted${ids}: follow your procedure for such files. See docs/csam.md.`);
      print("");
      return;
    }
    for (const summary of summaries) print(formatSummary(summary));
    print("");
  }
}

async function readMedia(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UserError(`${path} cannot be read. Specify the path of an image, a GIF or a video.`, {
      cause: error,
    });
  }
}

function formatSize(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

function formatFrame(frame: Frame): string {
  const time = frame.timeSeconds === null ? "" : `${frame.timeSeconds.toFixed(1)} s`;
  return `  ${time.padStart(7)}  ${formatContent(frame)}`;
}

function formatContent(frame: Frame): string {
  if (!frame.evaluated) return "not evaluated";
  if (frame.kind === "detection") {
    return frame.boxes.length === 0 ? "no boxes" : frame.boxes.map(formatBox).join("; ");
  }
  if (frame.kind === "segmentation")
    return `mask of ${frame.mask?.mapping.map((entry) => entry.class).join(", ")}`;
  return formatClasses(frame.classes);
}

function formatBox({ bounds, classes }: Frame["boxes"][number]): string {
  const [left, top, right, bottom] = [bounds.left, bounds.top, bounds.right, bounds.bottom].map(Math.round);
  return `box from (${left}, ${top}) to (${right}, ${bottom}): ${formatClasses(classes)}`;
}

function formatClasses(classes: readonly BoxClass[]): string {
  const strongest = classes
    .toSorted((one, other) => (other.score ?? 0) - (one.score ?? 0))
    .slice(0, PRINTED_CLASSES);
  return strongest
    .map(({ class: name, score }) => (score === null ? name : `${name} ${score.toFixed(2)}`))
    .join(", ");
}

function formatSummary({ labels, results }: TaskSummary): string {
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
