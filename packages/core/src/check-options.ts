import { HiveConfigError } from "./error/hive-config-error.ts";
import { HiveInputError } from "./error/hive-input-error.ts";

/** The longest that a timer can run, in milliseconds: 2^31 - 1, about 24.8 days. */
const LONGEST_MS = 2_147_483_647;
const FORBIDDEN_HEADERS: ReadonlySet<string> = new Set(["authorization", "content-type", "content-length"]);
const MODEL = /^[\w.-]*\w[\w.-]*\/[\w.-]*\w[\w.-]*$/;

/** Says what a value must be, if it is not that; a value that is `undefined` is never asked about. */
type Check = (value: unknown) => string | null;
/** The options that are known. */
type Checks = { readonly [option: string]: Check | Checks };

function whole(unit: string, least: number, most = LONGEST_MS): Check {
  return must(
    `be a whole number of ${unit} from ${least} to ${most}`,
    (value) => typeof value === "number" && Number.isInteger(value) && value >= least && value <= most,
  );
}

function must(be: string, isRight: (value: unknown) => boolean): Check {
  return (value) => (isRight(value) ? null : `must ${be}`);
}

const isText = (value: unknown): boolean => typeof value === "string";
const isCallable = (value: unknown): boolean => typeof value === "function";
const truth = must("be true or false", (value) => typeof value === "boolean");
const callback = must("be a function", isCallable);

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const RETRY: Checks = {
  limit: whole("attempts", 0, 10),
  minDelayMs: whole("milliseconds", 0),
  maxDelayMs: whole("milliseconds", 0),
  unknownOutcome: truth,
};

const retry: Check = (value) => {
  if (value === false) return null;
  if (!isObject(value)) return "must be false, or an object with limit and pauses";
  const problem = problemOf(RETRY, value);
  return problem === null ? null : `has ${problem.option}, which ${problem.words}`;
};

const limit: Check = (value) => (value === null ? null : whole("units", 1, Number.MAX_SAFE_INTEGER)(value));

const SHARED: Checks = {
  headers: must(
    "hold names and values that an HTTP header can carry, and neither authorization (use apiKey), content-type nor content-length",
    areHeaders,
  ),
  timeoutMs: whole("milliseconds", 1),
  idleTimeoutMs: whole("milliseconds", 1),
  retry,
  model: must(
    'be a model such as "hive/visual-moderation"',
    (value) => isText(value) && MODEL.test(String(value)),
  ),
  onAttempt: callback,
};

const CLIENT: Checks = {
  ...SHARED,
  apiKey: must("be a string or a function that returns one", (value) => isText(value) || isCallable(value)),
  api: must('be "v1", "v2" or "v3"', (value) => value === "v1" || value === "v2" || value === "v3"),
  baseUrl: must("be an http or https address", isText),
  fetch: callback,
  limits: { mediaBytes: limit, textCharacters: limit },
  logger: must(
    "be an object with the functions debug, info, warn and error",
    (value) =>
      isObject(value) &&
      ["debug", "info", "warn", "error"].every((level) => isCallable(Reflect.get(value, level))),
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
  callbackUrl: must("be an http or https address without user info", isCallbackUrl),
};

const TASK: Checks = { ...CALL, frameLimit: whole("frames", 1), frameOffset: whole("frames", 0) };

/** @throws HiveConfigError that names the option. */
export function checkClientOptions(options: unknown): void {
  const problem = problemOf(CLIENT, options);
  if (problem === null) return;
  const { option, words } = problem;
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
  if (problem !== null) throw new HiveInputError(`The call option ${problem.option} ${problem.words}.`);
}

function problemOf(checks: Checks, options: unknown): { option: string; words: string } | null {
  if (!isObject(options)) return { option: "s", words: "must be an object" };
  for (const [option, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, option) ? checks[option] : undefined;
    if (check === undefined) return { option, words: "is not known" };
    if (value === undefined) continue;
    if (typeof check === "function") {
      const words = check(value);
      if (words !== null) return { option, words };
    } else {
      const problem = problemOf(check, value);
      if (problem !== null) return { ...problem, option: `${option}.${problem.option}` };
    }
  }
  return null;
}

function areHeaders(value: unknown): boolean {
  if (!isObject(value)) return false;
  try {
    const entries = Object.entries(value);
    void new Headers(entries);
    return entries.every(([name, text]) => isText(text) && !FORBIDDEN_HEADERS.has(name.toLowerCase()));
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

function isCallbackUrl(value: unknown): boolean {
  const text = value instanceof URL ? value.href : value;
  if (typeof text !== "string" || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}
