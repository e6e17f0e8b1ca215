// Generates packages/emulator/src/console/page-files.ts from the files in page/.
// Run with the workspace's Node: node_modules/.bin/node scripts/make-console-page.mjs
import { writeFile } from "node:fs/promises";
import { buildPageModule, PAGE_FILES_MODULE } from "../packages/emulator/scripts/console-page.ts";

await writeFile(PAGE_FILES_MODULE, await buildPageModule());
