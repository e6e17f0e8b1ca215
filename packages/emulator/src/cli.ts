import { createRequire } from "node:module";
import { runCommand } from "./command/run-command.ts";

const manifest: unknown = createRequire(import.meta.url)("../package.json");
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

process.exitCode = await runCommand(process.argv.slice(2), {
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  version: readVersion(manifest),
  signal: stop.signal,
});

function readVersion(json: unknown): string {
  return typeof json === "object" && json !== null && "version" in json ? String(json.version) : "unknown";
}
