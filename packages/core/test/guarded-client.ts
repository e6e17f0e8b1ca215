import { createBudget, withBudget } from "../src/guard.ts";
import type { WithBudgetOptions } from "../src/guard.ts";
import { HiveClient } from "../src/index.ts";
import type { HiveClientOptions } from "../src/index.ts";
import { isObject } from "../src/value/is-object.ts";
import { fakeFetch } from "./fake-fetch.ts";
import { readFixture } from "./read-fixture.ts";

/** The bytes of an image. */
export const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
/** What a guarded client reserves for each call, in US dollars. */
export const ESTIMATE = 0.5;
/** The amounts of an unused budget. */
export const NOTHING = { spentUsd: 0, reservedUsd: 0, unknownUsd: 0 };
/** The reason of aborts. */
export const LEFT = new Error("The user left.");

/** Answers a request. */
export type FakeReply = () => Response | Promise<Response>;

/** Creates a response of v1 with this charge; without one if it is `undefined`. */
export function replyWith(charge?: unknown): Response {
  const body: { status?: { response?: { input?: { charge?: unknown } } } } = Object(
    readFixture("v1/categorization-video"),
  );
  if (isObject(body.status?.response?.input)) body.status.response.input.charge = charge;
  return Response.json(body);
}

/** Answers with an HTTP status. */
export function replyStatus(status: number): FakeReply {
  return () => Response.json({ return_code: status, message: "no" }, { status });
}

/** Never answers. */
export const hangs: FakeReply = async () => new Promise<Response>(() => {});

/** Loses the connection. */
export const losesConnection: FakeReply = () => {
  throw Object.assign(new TypeError("fetch failed"), {
    cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }),
  });
};

/** Creates a client with a budget of 10 US dollars. The last answer is repeated. */
export function guardedClient(
  answers: readonly FakeReply[],
  options: HiveClientOptions & { readonly guard?: Partial<WithBudgetOptions> } = {},
) {
  const { guard = {}, ...clientOptions } = options;
  let count = 0;
  const fake = fakeFetch(() => {
    const answer = answers[Math.min(count++, answers.length - 1)] ?? (() => replyWith(0.018));
    return answer();
  });
  const client = new HiveClient({
    apiKey: "test-key-SECRET",
    fetch: fake.fetch,
    retry: false,
    ...clientOptions,
  });
  const budget = createBudget({ limitUsd: 10, per: "run" });
  const hive = withBudget(client, { budget, estimateUsd: () => ESTIMATE, ...guard });
  return { hive, budget, seen: fake.seen };
}
