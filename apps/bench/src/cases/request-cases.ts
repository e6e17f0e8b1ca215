import { payloadPieces } from "../payload/payload-pieces.ts";
import type { RequestsFacts, RequestsTask } from "../programs/requests-program.ts";
import { runProgram } from "../programs/run-program.ts";
import { median } from "../report/median.ts";
import { round } from "../report/round.ts";
import type { BenchCase, BenchContext, CaseResult } from "./bench-case.ts";
import { withServer } from "./local-server.ts";

const ROUNDS = 5;
/** Requests per round, by how many are under way at a time. */
const REQUESTS: Readonly<Record<number, number>> = { 1: 600, 32: 2500 };

/** Small replies per second: the price of a client above that of the runtime's `fetch`. */
export const requestCases: readonly BenchCase[] = Object.entries(REQUESTS).map(([concurrency, requests]) => ({
  group: "requests",
  name: `requests-${concurrency}`,
  run: (context) => measure({ concurrency: Number(concurrency), requests }, context),
}));

async function measure(
  { concurrency, requests }: { readonly concurrency: number; readonly requests: number },
  context: BenchContext,
): Promise<CaseResult> {
  const reply = [...payloadPieces({ form: "v1", layout: "compact", frames: 1 })].join("");
  const facts = await withServer(
    (request, response) => {
      request.resume().once("end", () => {
        response.setHeader("content-type", "application/json");
        response.end(reply);
      });
    },
    async (baseUrl) => {
      const found: RequestsFacts[] = [];
      for (let index = 0; index < context.processes; index++) {
        const task: RequestsTask = {
          baseUrl,
          concurrency,
          requests: Math.round(requests / context.shrink),
          rounds: ROUNDS,
        };
        found.push(await runProgram({ program: "requests", task }));
      }
      return found;
    },
  );
  const names = Object.keys(facts[0]?.perSecond ?? {});
  const speedOf = (one: RequestsFacts, name: string): number => median(one.perSecond[name] ?? []);
  const beside = (name: string, other: string): number =>
    round(median(facts.map((one) => speedOf(one, name) / speedOf(one, other))));
  return {
    rows: names.map((name) => ({
      "at a time": concurrency,
      way: name,
      "requests/s": round(median(facts.map((one) => speedOf(one, name)))),
      "beside fetch": beside(name, "fetch"),
      "beside ky": beside(name, "ky"),
    })),
    figures: [],
    problems: [],
  };
}
