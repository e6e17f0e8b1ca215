import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listen } from "@hivekit/emulator/node";
import { ROOT } from "./documents.ts";
import { makeDesk } from "./make-desk.ts";
import { serveMedia } from "./serve-media.ts";

/** One reply to curl. */
type CurlReply = {
  /** The HTTP status; 0 if no reply came. */
  readonly status: number;
  /** As it came, but for the ports, which are those of the documents. */
  readonly body: string;
};

/** What came of a block of shell commands. */
export type CurlRun = {
  /** In the order in which the requests were made. */
  readonly replies: readonly CurlReply[];
  /** What was posted to the callback URL; `""` for nothing. */
  readonly callback: string;
  /** What the block printed. */
  readonly output: string;
  /** The exit code of the block; 0 says nothing of what runs beside it. */
  readonly code: number | null;
};

/** An emulator of its own for blocks with curl, with a server of demo-media and a receiver of callbacks. */
export type CurlDesk = {
  /** @param patience - How many times as long `sleep` sleeps, for a machine that is busy. */
  run(script: string, patience?: number): Promise<CurlRun>;
  close(): Promise<void>;
};

/** Keeps each reply in files of its own, whose names begin with a number that grows. Whoever starts the emulator by npx finds it started. */
const PREAMBLE = `set -e -o pipefail
curl() {
  local file="$REPLIES/$(printf %06d $(ls "$REPLIES" | wc -l))-$RANDOM" wrote code=0
  : > "$file.body"
  wrote="$(command curl --silent --show-error --dump-header "$file.head" --output "$file.body" "$@")" || code=$?
  cat "$file.body"
  echo "$wrote"
  return "$code"
}
sleep() { command sleep $(($1 * PATIENCE)); }
npx() { [ "$*" = @hivekit/emulator ]; }
`;

/** Opens the desk: the documents' ports stand for free ones, 8787 for the emulator, 9100 for the files, 9200 for the receiver. */
export async function openCurlDesk(): Promise<CurlDesk> {
  const home = await mkdtemp(join(tmpdir(), "hivekit-curl-desk-"));
  await makeDesk(home);
  const files = await serveMedia(join(ROOT, "demo-media"));
  let received = "";
  const receiver = await serve((request, response) => {
    request.on("data", (chunk) => (received += String(chunk)));
    request.on("end", () => response.end());
  });
  const server = await listen();
  const ports = Object.entries({ 8787: server.port, 9100: files.port, 9200: receiver.port });
  const replacePorts = (text: string, pairs: readonly (readonly [string, string])[]): string => {
    const map = new Map(pairs);
    return text.replaceAll(
      /\b127\.0\.0\.1:(\d+)/g,
      (_, port: string) => `127.0.0.1:${map.get(port) ?? port}`,
    );
  };
  return {
    async run(script, patience = 1) {
      received = "";
      const folder = await mkdtemp(join(tmpdir(), "hivekit-curl-"));
      try {
        const free = replacePorts(
          script,
          ports.map(([shown, port]) => [shown, String(port)]),
        );
        const { code, output } = await runBash(`${PREAMBLE}${free}\nwait`, {
          cwd: home,
          env: { ...process.env, REPLIES: folder, PATIENCE: String(patience) },
        });
        await server.emulator.idle();
        const replies = (await readReplies(folder)).map(({ status, body }) => ({
          status,
          body: replacePorts(
            body,
            ports.map(([shown, port]) => [String(port), shown]),
          ),
        }));
        return { replies, callback: received, output: output.trim(), code };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    async close() {
      await server.close();
      files.close();
      receiver.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function readReplies(folder: string): Promise<readonly CurlReply[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".body")).toSorted();
  return await Promise.all(
    names.map(async (name) => {
      const head = await readFile(join(folder, name.replace(/body$/, "head")), "utf8").catch(() => "");
      // The last one: a "100 Continue" may come before it.
      const status = Number(Array.from(head.matchAll(/^HTTP\/\S+ (\d+)/gm)).at(-1)?.[1] ?? 0);
      return { status, body: await readFile(join(folder, name), "utf8") };
    }),
  );
}

async function runBash(
  script: string,
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn("bash", ["-c", script], { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** A server on a free port of this machine. */
async function serve(handler: RequestListener): Promise<{ readonly port: number; close(): void }> {
  const http = createServer(handler);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return { port: address.port, close: () => http.close() };
}
