import { HiveClient } from "../src/index.ts";
import type { HiveClientOptions } from "../src/index.ts";
import type { PanelMemberResult } from "../src/panel.ts";
import type { Verdict } from "../src/policy.ts";
import { fakeFetch } from "./fake-fetch.ts";
import type { SeenRequest } from "./fake-fetch.ts";

/** A client of a fake project, and the requests that reached it. */
export type FakeProject = { readonly client: HiveClient; readonly seen: readonly SeenRequest[] };

/** Creates a project of v2 that answers each submission with the result of a function, or with the same JSON. */
export function projectOf(
  answer: object | ((request: Request) => Response | Promise<Response>),
  options: HiveClientOptions = {},
): FakeProject {
  const respond =
    typeof answer === "function"
      ? (request: Request): Response | Promise<Response> => Reflect.apply(answer, null, [request])
      : () => Response.json(answer);
  const { fetch, seen } = fakeFetch(respond);
  return { client: new HiveClient({ apiKey: "any", api: "v2", retry: false, ...options, fetch }), seen };
}

/** The response of a picture with these scores. */
export function pictureReply(scores: Readonly<Record<string, number>>, chargeUsd?: number): object {
  const classes = Object.entries(scores).map(([name, score]) => ({ class: name, score }));
  return replyOf({ output: [{ time: 0, classes }] }, chargeUsd);
}

/** The response of a text with these levels. */
export function textReply(levels: Readonly<Record<string, number>>, chargeUsd?: number): object {
  const classes = Object.entries(levels).map(([name, score]) => ({ class: name, score }));
  const output = [{ time: 0, start_char_index: 0, end_char_index: 9, classes }];
  return replyOf({ output, language: "EN", text_filters: [], pii_entities: [] }, chargeUsd);
}

/** The response of CSAM detection: a match, or the score of `csam`. */
export function csamReply(result: "match" | number): object {
  const file =
    result === "match"
      ? { fileType: "image", reasons: ["matched"], classifierPrediction: null }
      : {
          fileType: "image",
          reasons: [],
          classifierPrediction: { csam_classifier: { csam: result, pornography: 0, other: 1 - result } },
        };
  return { status: [{ status: { code: 200, message: "SUCCESS" }, response: { output: { file } } }] };
}

function replyOf(response: object, chargeUsd?: number): object {
  const input = chargeUsd === undefined ? {} : { charge: chargeUsd };
  return {
    id: "1",
    code: 200,
    status: [{ status: { code: "0", message: "SUCCESS" }, response: { input, ...response } }],
  };
}

/** A project that never answers. */
export function silentProject(options: HiveClientOptions = {}): FakeProject {
  return projectOf(
    async ({ signal }) =>
      new Promise<Response>((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
    options,
  );
}

/** A verdict without reasons. */
export function verdictOf(decision: Verdict["decision"], more: Partial<Verdict> = {}): Verdict {
  const evaluated = { frames: 1, seconds: 0 };
  return { decision, reasons: [], tags: [], unknownTags: [], unevaluated: [], evaluated, ...more };
}

/** The states of the members, in the order of the panel. */
export function states(members: Readonly<Record<string, PanelMemberResult>>): readonly string[] {
  return Object.values(members).map(({ state }) => state);
}

function deferred<Value>() {
  let resolve = (_value: Value): void => {};
  const promise = new Promise<Value>((resolveNow) => {
    resolve = resolveNow;
  });
  return { promise, resolve };
}

/** A member that answers when it is told to. */
export function pendingJudge() {
  const answer = deferred<Verdict>();
  const asked = deferred<AbortSignal>();
  const judge = async (_item: unknown, { signal }: { readonly signal: AbortSignal }): Promise<Verdict> => {
    asked.resolve(signal);
    return answer.promise;
  };
  return { member: { judge, takes: "both" } as const, asked: asked.promise, answer };
}

/** A response whose rest arrives after a second. */
export function lateResponse(start: string, rest: string): Response {
  let isStarted = false;
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      if (isStarted) await new Promise((resolve) => setTimeout(resolve, 1000));
      controller.enqueue(new TextEncoder().encode(isStarted ? rest : start));
      if (isStarted) controller.close();
      isStarted = true;
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
}
