import { HiveConfigError } from "../error/hive-config-error.ts";
import { HiveInputError } from "../error/hive-input-error.ts";
import { must, problemOf } from "../submission/check-shape.ts";
import type { Check, Checks } from "../submission/check-shape.ts";
import { isObject } from "../submission/is-object.ts";
import { parseWebUrl } from "../submission/web-url.ts";

/** The longest that a timer can run, in milliseconds: 2^31 - 1, about 24.8 days. */
const LONGEST_MS = 2_147_483_647;
/** What is ours to say: the key, and how the body is sent. */
const FORBIDDEN_HEADERS = /^(?:authorization|content-(?:type|length)|transfer-encoding|expect)$/i;
const MODEL = /^\w[\w.-]*\/\w[\w.-]*$/;

function whole(least: number, most = LONGEST_MS): Check {
  return must(
    `be a whole number from ${least} to ${most}`,
    (value) => typeof value === "number" && Number.isInteger(value) && value >= least && value <= most,
  );
}

const isText = (value: unknown): boolean => typeof value === "string";
const isCallable = (value: unknown): boolean => typeof value === "function";
const truth = must("be true or false", (value) => typeof value === "boolean");
const callback = must("be a function", isCallable);

const RETRY: Checks = {
  limit: whole(0, 10),
  minDelayMs: whole(0),
  maxDelayMs: whole(0),
  unknownOutcome: truth,
};

const retry: Check = (value) => {
  if (value === false) return null;
  if (!isObject(value)) return "must be false or an object";
  const problem = problemOf(RETRY, value);
  return problem === null ? null : `has ${problem.property}, which ${problem.words}`;
};

/** What a limit may be. */
export const limit: Check = (value) => (value === null ? null : whole(1, Number.MAX_SAFE_INTEGER)(value));

const SHARED: Checks = {
  headers: must("be HTTP headers, without authorization or the body's", areHeaders),
  timeoutMs: whole(1),
  idleTimeoutMs: whole(1),
  retry,
  model: must(
    'be a model such as "hive/visual-moderation"',
    (value) => isText(value) && MODEL.test(String(value)),
  ),
  onAttempt: callback,
};

const CLIENT: Checks = {
  ...SHARED,
  apiKey: must("be a string or a function", (value) => isText(value) || isCallable(value)),
  api: must('be "v1", "v2" or "v3"', (value) => isText(value) && /^v[123]$/.test(String(value))),
  baseUrl: must("be an http or https address", isText),
  fetch: callback,
  limits: {
    mediaBytes: limit,
    textCharacters: limit,
    frameCharacters: limit,
    envelopeCharacters: limit,
    replyBytes: limit,
  },
  logger: must(
    "have debug, info, warn and error",
    (value) =>
      isObject(value) && ["debug", "info", "warn", "error"].every((level) => isCallable(value[level])),
  ),
  dangerouslyAllowBrowser: truth,
};

const CALL: Checks = {
  ...SHARED,
  // By shape: a signal of another realm, or of a polyfill, is as good.
  signal: must(
    "be an AbortSignal",
    (value) => isObject(value) && "aborted" in value && "addEventListener" in value,
  ),
  metadata: must("be a string", isText),
  params: must("be an object that JSON can hold", isJsonObject),
};

const SUBMIT: Checks = {
  ...CALL,
  callbackUrl: must("be an http or https address without user info", (value) => parseWebUrl(value) !== null),
};

const TASK: Checks = { ...CALL, frameLimit: whole(1), frameOffset: whole(0) };

/** @throws HiveConfigError that names the option. */
export function checkClientOptions(options: unknown): void {
  const problem = problemOf(CLIENT, options);
  if (problem === null) return;
  const { property: option, words } = problem;
  throw new HiveConfigError(`The client option ${option} ${words}.`, { option });
}

/** @throws HiveInputError that names the option. */
export function checkCallOptions(options: unknown): void {
  refuse(CALL, options);
}

/** @throws HiveInputError that names the option. */
export function checkSubmitOptions(options: unknown): void {
  refuse(SUBMIT, options);
}

/** @throws HiveInputError that names the option. */
export function checkTaskOptions(options: unknown): void {
  refuse(TASK, options);
}

function refuse(checks: Checks, options: unknown): void {
  const problem = problemOf(checks, options);
  if (problem !== null) throw new HiveInputError(`The call option ${problem.property} ${problem.words}.`);
}

function areHeaders(value: unknown): boolean {
  if (!isObject(value)) return false;
  try {
    return Object.entries(value).every(([name, text]) => {
      void new Headers([[name, String(text)]]);
      return isText(text) && !FORBIDDEN_HEADERS.test(name);
    });
  } catch {
    return false;
  }
}

function isJsonObject(value: unknown): boolean {
  try {
    return isObject(value) && JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
