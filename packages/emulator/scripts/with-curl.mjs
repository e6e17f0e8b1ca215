// Runs the curl commands of a guide against an emulator of its own, and prints each with what came back.
//   node packages/emulator/scripts/with-curl.mjs docs/v1-with-curl.md docs/v2-and-v3-with-curl.md
// A block of the guide is run as one shell script. The guide's ports stand for free ones: 8787 for the emulator, 9100 for a server of
// demo-media, 9200 for a receiver of callbacks, whose body is printed.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { listen } from "../src/node.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const files = await serve(async (request, response) => {
  const name = new URL(request.url ?? "", "http://localhost").pathname.slice(1);
  const bytes = await readFile(new URL(`../../../demo-media/${name}`, import.meta.url)).catch(() => null);
  response.writeHead(bytes === null ? 404 : 200).end(bytes ?? undefined);
});
let received = "";
const receiver = await serve(async (request, response) => {
  for await (const chunk of request) received += String(chunk);
  response.end();
});
const server = await listen();
const ports = { 8787: server.port, 9100: files.port, 9200: receiver.port };

let failures = 0;
for (const guide of process.argv.slice(2)) {
  const text = await readFile(guide, "utf8");
  for (const [, block] of text.matchAll(/```sh\n([^`]*\bcurl\b[^`]*)```/g)) await run(block);
}
await server.close();
files.close();
receiver.close();
if (failures > 0) console.log(`${failures} commands failed`);
process.exit(failures > 0 ? 1 : 0);

/** Prints a block, and what it printed. */
async function run(block) {
  const script = block.replaceAll(/127\.0\.0\.1:(8787|9100|9200)/g, (_, port) => `127.0.0.1:${ports[port]}`);
  // curl's progress is for people; a failure is not to be hidden by the command behind it.
  const child = spawn(
    "bash",
    ["-c", `set -e; curl() { command curl --silent --show-error "$@"; echo; }\n${script}\nwait`],
    {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let output = "";
  for await (const chunk of child.stdout) output += String(chunk);
  const code = child.exitCode ?? (await new Promise((resolve) => child.once("exit", resolve)));
  await server.emulator.idle();
  if (code !== 0) failures += 1;
  console.log(`\n$ ${block.trim()}\n${output.trim()}${code === 0 ? "" : `\n✗ exit code ${code}`}`);
  if (received !== "") console.log(`posted to the callback URL: ${received}`);
  received = "";
}

/** A server on a free port of this machine. */
async function serve(handler) {
  const http = createServer((request, response) => void handler(request, response));
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  return { port: http.address().port, close: () => http.close() };
}
