import * as z from "zod/mini";
import { HiveConfigError } from "./error/hive-config-error.ts";
import { HiveInputError } from "./error/hive-input-error.ts";

/** Hive's own address. */
export const HIVE_BASE_URL = "https://api.thehive.ai";
/** The longest that a timer can run, in milliseconds: 2^31 - 1, about 24.8 days. */
const LONGEST_MS = 2_147_483_647;

/** How a client works; every option may be left out where `HIVE_API_KEY` is set. */
export type HiveClientOptions = {
  /**
   * The key of a Hive project: it selects the project, and so the model. A function is asked before each request.
   * @defaultValue the environment variable `HIVE_API_KEY`, read once, when the client is made
   */
  readonly apiKey?: string | (() => string | Promise<string>) | undefined;
  /**
   * The generation of Hive's API.
   * @defaultValue `"v1"`
   */
  readonly api?: "v1" | undefined;
  /**
   * Where the API is: an http or https address without query; a path before `/api` is kept.
   * @defaultValue `"https://api.thehive.ai"`
   */
  readonly baseUrl?: string | undefined;
  /**
   * What makes the requests, for example an emulator's `fetch`.
   * @defaultValue the runtime's own, looked up at each request
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Headers for every request. The key has its own option; `authorization`, `content-type` and `content-length` are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The deadline of a call, in milliseconds, over upload, waiting and body; for `frames()` up to the first byte of the body.
   * 1 to 2 147 483 647.
   * @defaultValue 300 000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The longest pause in the middle of a body, in milliseconds, while somebody waits for it. 1 to 2 147 483 647.
   * @defaultValue 60 000
   */
  readonly idleTimeoutMs?: number | undefined;
  /**
   * Allows a key for Hive's own address in a web page, where every visitor can read it.
   * @defaultValue `false`
   */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
};

/** How one call works. */
export type CallOptions = {
  /** Ends the call; its reason is thrown as it is. It does not undo a charge. */
  readonly signal?: AbortSignal | undefined;
  /** The deadline of this call, in milliseconds; given here, it holds to the end of the body for `frames()` too. */
  readonly timeoutMs?: number | undefined;
  /** The longest pause in the middle of this body, in milliseconds. */
  readonly idleTimeoutMs?: number | undefined;
  /** Headers for this call, over those of the client. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

const Milliseconds = z
  .number("must be a number of milliseconds")
  .check(
    z.int("must be a whole number of milliseconds"),
    z.minimum(1, "must be at least 1 ms"),
    z.maximum(LONGEST_MS, `must be at most ${LONGEST_MS} ms`),
  );

const FORBIDDEN_HEADERS: ReadonlySet<string> = new Set(["authorization", "content-type", "content-length"]);

const RequestHeaders = z.record(z.string(), z.string("must have strings as values")).check(
  z.refine((headers) => Object.keys(headers).every((name) => !FORBIDDEN_HEADERS.has(name.toLowerCase())), {
    error: "must not hold authorization (use apiKey), content-type or content-length",
  }),
);

const ClientOptionsInput = z.strictObject({
  apiKey: z.optional(
    z.union([z.string(), z.custom<() => string>((value) => typeof value === "function")], {
      error: "must be a string or a function that returns one",
    }),
  ),
  api: z.optional(z.literal("v1", 'must be "v1", the one generation that this version speaks')),
  baseUrl: z.optional(z.string("must be an http or https address")),
  fetch: z.optional(
    z.custom<typeof fetch>((value) => typeof value === "function", "must be a fetch function"),
  ),
  headers: z.optional(RequestHeaders),
  timeoutMs: z.optional(Milliseconds),
  idleTimeoutMs: z.optional(Milliseconds),
  dangerouslyAllowBrowser: z.optional(z.boolean("must be true or false")),
});

const CallOptionsInput = z.strictObject({
  signal: z.optional(z.custom<AbortSignal>(isAbortSignal, "must be an AbortSignal")),
  timeoutMs: z.optional(Milliseconds),
  idleTimeoutMs: z.optional(Milliseconds),
  headers: z.optional(RequestHeaders),
});

/** @throws HiveConfigError that names the option. */
export function checkClientOptions(options: HiveClientOptions): HiveClientOptions {
  const checked = z.safeParse(ClientOptionsInput, options);
  if (checked.success) return options;
  const { option, words } = firstProblem(checked.error);
  throw new HiveConfigError(`The client option ${option} ${words}.`, { option });
}

/** @throws HiveInputError that names the option. */
export function checkCallOptions(options: CallOptions): CallOptions {
  const checked = z.safeParse(CallOptionsInput, options);
  if (checked.success) return options;
  const { option, words } = firstProblem(checked.error);
  throw new HiveInputError(`The call option ${option} ${words}.`);
}

function firstProblem(error: z.core.$ZodError): { option: string; words: string } {
  const issue = error.issues[0];
  if (issue?.code === "unrecognized_keys") return { option: issue.keys.join(", "), words: "is not known" };
  const option = String(issue?.path[0] ?? "s");
  return { option, words: issue?.message ?? "is not valid" };
}

// By shape: a signal of another realm, or of a polyfill, is as good.
function isAbortSignal(value: unknown): boolean {
  return typeof value === "object" && value !== null && "aborted" in value && "addEventListener" in value;
}
