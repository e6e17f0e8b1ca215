import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "./database.ts";
import type { Project } from "./project.ts";

/** How a file ends until it is complete, and what it belongs to is stored. */
export const UPLOAD_ENDING = ".part";

/** What a desk is made with. */
export type DeskOptions = Omit<DeskSettings, "mediaPath" | "maskPath" | "removeMasks" | "lookEveryMs"> &
  Partial<Pick<DeskSettings, "lookEveryMs">>;

/** What the desk's app is made of. Also the token to inject it by. */
export class DeskSettings {
  readonly projects: readonly Project[];
  readonly database: Database;
  /** Where uploads are kept, each under the id of its item: of those in any database that was used with this folder. */
  readonly mediaFolder: string;
  /** The largest upload, in bytes. */
  readonly maxUploadBytes: number;
  /** Whether submissions are billed. */
  readonly isLive: boolean;
  /** How often Hive is asked after the tasks that wait, in case a callback was lost. @defaultValue 60000 */
  readonly lookEveryMs: number;

  constructor(of: DeskOptions) {
    this.projects = of.projects;
    this.database = of.database;
    this.mediaFolder = of.mediaFolder;
    this.maxUploadBytes = of.maxUploadBytes;
    this.isLive = of.isLive;
    this.lookEveryMs = of.lookEveryMs ?? 60_000;
  }

  /** Where the media of an item is. */
  mediaPath(id: string): string {
    return join(this.mediaFolder, id);
  }

  /** Where the mask of a frame is kept once it was looked at. */
  maskPath(id: string, position: number): string {
    return join(this.mediaFolder, `${id}.mask${position}`);
  }

  /** Removes an item's masks. */
  async removeMasks(id: string): Promise<void> {
    for (const name of await readdir(this.mediaFolder)) {
      if (name.startsWith(`${id}.`)) await rm(join(this.mediaFolder, name), { force: true });
    }
  }
}
