import { fileURLToPath } from "node:url";

// All start from a folder below the app's: `src` in tests, `dist` when built.
const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where the desk keeps its database and media, unless it is told otherwise. */
export const DATA_FOLDER = folder("../data");
/** Where the SQL is that makes the tables. */
export const MIGRATIONS_FOLDER = folder("../migrations");
/** Where the page is, once it is built. */
export const PAGE_FOLDER = folder("../dist/page");
/** Where the demo media are. */
export const DEMO_FOLDER = folder("../../../demo-media");
/** The names of the demo media. */
export const DEMO_FILES = ["shapes.jpg", "traffic-light.gif", "colors.mp4"] as const;
