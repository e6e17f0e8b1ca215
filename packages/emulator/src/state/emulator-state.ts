import type { ColorMask } from "../model/color-mask.ts";
import type { EmulatorReply } from "../v1/reply.ts";
import type { EmulatorProject } from "./emulator-project.ts";
import type { Journal } from "./journal.ts";

/** What the routes of one emulator share. */
export type EmulatorState = {
  /** The projects by key. */
  readonly projects: ReadonlyMap<string, EmulatorProject>;
  /** What came in. */
  readonly journal: Journal;
  /** The replies by task id. Filled by answered tasks, cleared by `reset`. */
  readonly tasks: Map<string, EmulatorReply>;
  /** The masks by the file name in their URL. Filled by segmentation, cleared by `reset`. */
  readonly masks: Map<string, ColorMask>;
  /** What the labeling project answers. */
  readonly labels: readonly string[];
  /** Hosts besides loopback from which an `image_url` is fetched. */
  readonly allowedHosts: readonly string[];
  /** The largest request body, and the largest file behind a URL, in bytes. */
  readonly maxBodyBytes: number;
  /** The clock. */
  readonly now: () => Date;
  /** A new task id. */
  readonly createId: () => string;
};
