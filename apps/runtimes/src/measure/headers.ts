import { once } from "node:events";
import { createServer } from "node:http";
import { startProgram } from "./child-program.ts";
import type { HeadersFacts, HeadersTask } from "./headers-program.ts";
import { describeError, toSeconds } from "./measurement.ts";
import type { Measurement, MeasureOptions, Row } from "./measurement.ts";
import { NODE_24, NODES, OTHERS, getProgramPath } from "./runtimes.ts";
import type { Runtime } from "./runtimes.ts";
import { V1_REPLY } from "./v1-reply.ts";

const DEFAULT_SECONDS = 310;
/** The timeout of Node's `fetch` for headers. */
const NODE_LIMIT_SECONDS = 300;
/** The permitted delay of the outcome. */
const SLACK_SECONDS = 5;

type HeadersCase = {
  readonly runtime: Runtime;
  readonly isLongFetch: boolean;
  readonly expected: { readonly outcome: string; readonly afterSeconds: number };
};

/** Waits for late headers in all runtimes at once, and with Node's `fetch`. */
export async function measureHeaders(options: MeasureOptions): Promise<Measurement> {
  const afterSeconds = options.seconds ?? DEFAULT_SECONDS;
  const reply = { outcome: "reply", afterSeconds };
  const timeout = { outcome: "timeout: runtime", afterSeconds: NODE_LIMIT_SECONDS };
  const cases: readonly HeadersCase[] = [
    ...NODES.map((runtime) => ({ runtime, isLongFetch: true, expected: reply })),
    ...OTHERS.map((runtime) => ({ runtime, isLongFetch: false, expected: reply })),
    {
      runtime: NODE_24,
      isLongFetch: false,
      expected: afterSeconds > NODE_LIMIT_SECONDS ? timeout : reply,
    },
  ];
  const server = createServer((request, response) => {
    request.resume();
    setTimeout(() => {
      response.setHeader("content-type", "application/json");
      response.end(V1_REPLY);
    }, afterSeconds * 1000);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  console.error(`Waiting ${afterSeconds} s for the headers of ${cases.length} replies ...`);
  try {
    return {
      title: `A reply whose headers arrive after ${afterSeconds} s, in all runtimes at once.`,
      rows: await Promise.all(cases.map((one) => waitIn(one, `http://127.0.0.1:${port}`))),
    };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function waitIn({ runtime, isLongFetch, expected }: HeadersCase, baseUrl: string): Promise<Row> {
  const labels = { runtime: runtime.name, fetch: isLongFetch ? "longFetch" : "built-in" };
  const task: HeadersTask = { baseUrl, isLongFetch };
  const program = startProgram(runtime.command(getProgramPath("headers-program"), JSON.stringify(task)));
  try {
    const { durationMs, outcome }: HeadersFacts = JSON.parse(await program.nextLine());
    const tookSeconds = toSeconds(durationMs);
    const isInTime =
      tookSeconds >= expected.afterSeconds && tookSeconds <= expected.afterSeconds + SLACK_SECONDS;
    return {
      cells: { ...labels, outcome, seconds: tookSeconds },
      problem:
        outcome === expected.outcome && isInTime
          ? null
          : `expected ${expected.outcome} after ${expected.afterSeconds} s, got ${outcome} after ${tookSeconds} s`,
    };
  } catch (error) {
    return { cells: labels, problem: describeError(error) };
  } finally {
    await program.end();
  }
}
