// Makes packages/emulator/src/console/page-files.ts anew from the files in page/ beside it.
// Run with the workspace's Node: node_modules/.bin/node scripts/make-console-page.mjs
import { writeFile } from "node:fs/promises";
import { PAGE_FILES_MODULE, writePageModule } from "../packages/emulator/scripts/console-page.ts";

await writeFile(PAGE_FILES_MODULE, await writePageModule());
