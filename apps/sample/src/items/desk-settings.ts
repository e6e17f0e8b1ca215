import { readdir, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { HiveConfigError } from "@hivekit/core";
import * as z from "zod";
import { checkValue } from "../config/check-value.ts";
import type { Project } from "../config/project.ts";
import type { Database } from "../database/open-database.ts";
import { parsePolicyText, PolicyTextError } from "../policies/parse-policy-text.ts";

/** The suffix of a file until it is complete and its row is stored. */
export const UNFINISHED_SUFFIX = ".part";

/** The options of a desk. */
export type DeskOptions = Pick<
  DeskSettings,
  "projects" | "database" | "mediaFolder" | "maxUploadBytes" | "isLive"
> &
  Partial<Pick<DeskSettings, "pollIntervalMs" | "sweepIntervalMs" | "writeRetryMs">>;

const milliseconds = (name: string): z.ZodType<number> =>
  z.number().gt(0, { error: ({ input }) => `${name} must be a positive number, got ${String(input)}.` });

const Options = z.object({
  projects: z.array(z.unknown()).min(1, "projects must contain at least one project."),
  mediaFolder: z.string().min(1, "mediaFolder must be the path of a folder."),
  maxUploadBytes: z.number().refine((bytes) => Number.isSafeInteger(bytes) && bytes > 0, {
    error: ({ input }) => `maxUploadBytes must be a positive whole number, got ${String(input)}.`,
  }),
  pollIntervalMs: milliseconds("pollIntervalMs").default(60_000),
  sweepIntervalMs: milliseconds("sweepIntervalMs").default(300_000),
  writeRetryMs: milliseconds("writeRetryMs").default(1000),
});

/** The settings of the desk. Also their injection token. */
export class DeskSettings {
  /** The projects, the default one first. */
  readonly projects: readonly Project[];
  readonly database: Database;
  /** The first version of the policy text of each project that has one, by the project's name. */
  readonly policyTexts: ReadonlyMap<string, string>;
  /** The folder for the uploads of the items in this database, each named after its item's id. */
  readonly mediaFolder: string;
  /** The maximum size of an upload, in bytes. */
  readonly maxUploadBytes: number;
  /** Whether submissions are billed. */
  readonly isLive: boolean;
  /** How often waiting tasks are polled, in case a callback was lost. @defaultValue 60000 */
  readonly pollIntervalMs: number;
  /** How often files without an item are deleted, and abandoned submissions are ended. @defaultValue 300000 */
  readonly sweepIntervalMs: number;
  /** The delay between attempts to write to a database that is unavailable. @defaultValue 1000 */
  readonly writeRetryMs: number;

  /** @throws HiveConfigError if an option is invalid. */
  constructor(options: DeskOptions) {
    const checked = checkValue(Options, options, {
      createError: (message) => new HiveConfigError(message),
    });
    this.projects = options.projects;
    this.policyTexts = new Map(
      options.projects.flatMap(({ name, policyText }) => (policyText === null ? [] : [[name, policyText]])),
    );
    for (const [name, text] of this.policyTexts) checkPolicyText(name, text);
    this.database = options.database;
    this.mediaFolder = checked.mediaFolder;
    this.maxUploadBytes = checked.maxUploadBytes;
    this.isLive = options.isLive;
    this.pollIntervalMs = checked.pollIntervalMs;
    this.sweepIntervalMs = checked.sweepIntervalMs;
    this.writeRetryMs = checked.writeRetryMs;
  }

  /** Returns the free space on the disk of the media, in bytes; `Infinity` if the file system does not report it. */
  async readFreeBytes(): Promise<number> {
    const { bavail, bsize, blocks } = await statfs(this.mediaFolder);
    return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
  }

  /** Returns the path of an item's media. */
  mediaPath(id: string): string {
    return join(this.mediaFolder, id);
  }

  /** Returns the path of a frame's mask, which is stored when it is first requested. */
  maskPath(id: string, position: number): string {
    return join(this.mediaFolder, `${id}.mask${position}`);
  }

  /** Deletes an item's masks. */
  async removeMasks(id: string): Promise<void> {
    for (const name of await readdir(this.mediaFolder)) {
      if (name.startsWith(`${id}.`)) await rm(join(this.mediaFolder, name), { force: true });
    }
  }
}

/** @throws HiveConfigError if the text is invalid. */
function checkPolicyText(project: string, text: string): void {
  try {
    parsePolicyText(text);
  } catch (error) {
    if (!(error instanceof PolicyTextError)) throw error;
    throw new HiveConfigError(`The policyText of the project ${project} is invalid. ${error.message}`, {
      cause: error,
    });
  }
}
