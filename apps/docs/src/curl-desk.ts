import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listen } from "@hivekit/emulator/node";
import { makeDesk, serve, serveFiles } from "./desk.ts";
import { ROOT } from "./documents.ts";
import { replacePorts } from "./programs.ts";

/** A response to curl, with the ports of the documents. The status is 0 if there was no response. */
type CurlReply = { readonly status: number; readonly body: string };

/** The result of running a block of shell commands. */
export type CurlRun = {
  /** The responses in the order of the requests. */
  readonly replies: readonly CurlReply[];
  /** The body that was posted to the callback URL; `""` if there was none. */
  readonly callback: string;
  /** The output of the block. */
  readonly output: string;
  /** The exit code of the block. It does not cover background commands. */
  readonly code: number | string | null;
};

/** An emulator for blocks that call curl, with a server for the demo media and a receiver for callbacks. */
export type CurlDesk = {
  /** @param patience - The factor by which `sleep` takes longer, for a busy machine. */
  run(script: string, patience?: number): Promise<CurlRun>;
  close(): Promise<void>;
};

/** Stores each response in files with ascending names. `npx @hivekit/emulator` succeeds, as the emulator is running. */
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

/** Opens a desk. Free ports replace those of the documents: 8787 (emulator), 9100 (files) and 9200 (receiver). */
export async function openCurlDesk(): Promise<CurlDesk> {
  const home = await mkdtemp(join(tmpdir(), "hivekit-curl-desk-"));
  await makeDesk(home);
  let received = "";
  const [server, files, receiver] = await Promise.all([
    listen(),
    serveFiles(join(ROOT, "demo-media")),
    serve((request, response) => {
      request.on("data", (chunk) => (received += String(chunk)));
      request.on("end", () => response.end());
    }),
  ]);
  const ports = { 8787: server.port, 9100: files.port, 9200: receiver.port };
  const shownPorts = Object.fromEntries(Object.entries(ports).map(([shown, port]) => [port, Number(shown)]));
  return {
    async run(script, patience = 1) {
      received = "";
      const folder = await mkdtemp(join(tmpdir(), "hivekit-curl-"));
      try {
        const env = { ...process.env, REPLIES: folder, PATIENCE: String(patience) };
        const { code, output } = await runBash(`${PREAMBLE}${replacePorts(script, ports)}\nwait`, {
          cwd: home,
          env,
        });
        await server.emulator.idle();
        const replies = await readReplies(folder);
        return {
          replies: replies.map(({ status, body }) => ({ status, body: replacePorts(body, shownPorts) })),
          callback: received,
          output: output.trim(),
          code,
        };
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
      // The last status, because "100 Continue" may precede it.
      const status = Number(Array.from(head.matchAll(/^HTTP\/\S+ (\d+)/gm)).at(-1)?.[1] ?? 0);
      return { status, body: await readFile(join(folder, name), "utf8") };
    }),
  );
}

function runBash(
  script: string,
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<{ readonly code: number | string | null; readonly output: string }> {
  return new Promise((resolve) => {
    execFile("bash", ["-c", script], { ...options, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : (error.code ?? null), output: stdout + stderr }),
    );
  });
}
