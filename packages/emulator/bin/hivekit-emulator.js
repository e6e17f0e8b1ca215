#!/usr/bin/env node
import { existsSync } from "node:fs";

const program = new URL("../dist/cli.js", import.meta.url);
if (existsSync(program)) await import(program.href);
else {
  console.error("hivekit-emulator: dist/ is missing; in a clone of the repository, run npm run build first.");
  process.exitCode = 1;
}
