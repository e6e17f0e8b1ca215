import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

const APP_FOLDER = findAppFolder(import.meta.dirname);

/** The default folder for the database and the media. */
export const DATA_FOLDER = join(APP_FOLDER, "data");
/** The folder with the SQL that creates the tables. */
export const MIGRATIONS_FOLDER = join(APP_FOLDER, "migrations");
/** The folder of the built page. */
export const PAGE_FOLDER = join(APP_FOLDER, "dist/page");
/** The folder of the demo media. */
export const DEMO_FOLDER = join(APP_FOLDER, "../../demo-media");
/** The file names of the demo media. */
export const DEMO_FILES = ["shapes.jpg", "traffic-light.gif", "colors.mp4"] as const;

/** Finds the folder of the app's package.json, whether this file runs from `src` or bundled in `dist`. */
function findAppFolder(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("The folder of the desk's package.json was not found.");
  return findAppFolder(parent);
}
