import { generatePayload } from "../payload/generate-payload.ts";
import type { RequestsFacts, RequestsTask } from "../programs/requests-program.ts";
import { runProgram } from "../programs/run-program.ts";
import { median, round } from "../report/statistics.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";
import { withServer } from "./local-server.ts";

const ROUNDS = 5;
/** The requests per round by the number of concurrent requests. */
const REQUESTS: Readonly<Record<number, number>> = { 1: 600, 32: 2500 };

/** Small replies per second: the overhead of a client compared to the runtime's `fetch`. */
export const requestCases: readonly BenchCase[] = Object.entries(REQUESTS).map(([concurrency, requests]) => ({
  group: "requests",
  name: `requests-${concurrency}`,
  run: (context) => measure({ concurrency: Number(concurrency), requests }, context),
}));

async function measure(
  { concurrency, requests }: { readonly concurrency: number; readonly requests: number },
  context: BenchContext,
): Promise<CaseResult> {
  const reply = [...generatePayload({ form: "v1", layout: "compact", frames: 1 })].join("");
  const facts = await withServer(
    (request, response) => {
      request.resume().once("end", () => {
        response.setHeader("content-type", "application/json");
        response.end(reply);
      });
    },
    async (baseUrl) => {
      const results: RequestsFacts[] = [];
      for (let index = 0; index < context.processes; index++) {
        const task: RequestsTask = {
          baseUrl,
          concurrency,
          requests: Math.round(requests / context.shrink),
          rounds: ROUNDS,
        };
        results.push(await runProgram({ program: "requests", task }));
      }
      return results;
    },
  );
  const names = Object.keys(facts[0]?.perSecond ?? {});
  const getSpeed = (one: RequestsFacts, name: string): number => median(one.perSecond[name] ?? []);
  const compare = (name: string, other: string): number =>
    round(median(facts.map((one) => getSpeed(one, name) / getSpeed(one, other))));
  return {
    rows: names.map((name) => ({
      concurrency,
      client: name,
      "requests/s": round(median(facts.map((one) => getSpeed(one, name)))),
      "vs fetch": compare(name, "fetch"),
      "vs ky": compare(name, "ky"),
    })),
    figures: [],
    problems: [],
  };
}
