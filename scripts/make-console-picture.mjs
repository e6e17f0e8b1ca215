// Takes the screenshot of the emulator's console, docs/console.png. Needs Chromium on the PATH.
// Run with the workspace's Node: node_modules/.bin/node scripts/make-console-picture.mjs
import { takeConsolePicture } from "../packages/emulator/scripts/console-picture.ts";

await takeConsolePicture();
