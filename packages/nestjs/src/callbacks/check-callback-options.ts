import { HiveConfigError } from "@hivekit/core";
import type { HiveCallbackOptions } from "./hive-callback-options.ts";

/** How the project without a name is called in addresses of callbacks. */
export const UNNAMED = "default";

// What a signed address can carry; core checks the same, but only when the first one is signed.
const PROJECT = /^[\w.-]{1,64}$/;
const PATH = /^[\w.~-]+(?:\/[\w.~-]+)*$/;
const MIN_SECRET_CHARACTERS = 32;
const LONGEST_MS = 2_147_483_647;

type Checks = { readonly [option: string]: readonly [isRight: (value: unknown) => boolean, words: string] };

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null;
const isWhole = (most: number) => (value: unknown) =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most;
const isMethod = (value: unknown): boolean => typeof value === "function";

const REQUIRED = ["publicUrl", "secrets"];

const CHECKS: Checks = {
  publicUrl: [
    (value) => typeof value === "function" || isPublicUrl(value),
    "must be an absolute http or https address without user info, query and fragment, or a function that gives one",
  ],
  secrets: [
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((one) => typeof one === "string" && one.length >= MIN_SECRET_CHARACTERS),
    `must be a list of one or more texts of ${MIN_SECRET_CHARACTERS} or more characters, for example 32 random bytes as hex`,
  ],
  path: [
    (value) => typeof value === "string" && PATH.test(value),
    'must be a route without parameters and without "/" at its ends, for example "hive/callbacks"',
  ],
  store: [
    (value) => isObject(value) && ["claim", "finish", "release"].every((method) => isMethod(value[method])),
    "must have the functions claim, finish and release",
  ],
  maxBodyBytes: [isWhole(Number.MAX_SAFE_INTEGER), "must be a whole number of bytes, 1 or more"],
  leaseMs: [isWhole(LONGEST_MS), `must be a whole number of milliseconds from 1 to ${LONGEST_MS}`],
  confirm: [(value) => typeof value === "boolean", "must be true or false"],
};

/** @throws HiveConfigError that names the option; the secrets appear in no error. */
export function checkCallbackOptions(options: HiveCallbackOptions, name: string | undefined): void {
  // A factory may be written without types.
  const given: unknown = options;
  if (!isObject(given)) throw refusal("callbacks", "must be an object with publicUrl and secrets");
  for (const [option, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const check = Object.hasOwn(CHECKS, option) ? CHECKS[option] : undefined;
    if (check === undefined) {
      throw refusal(`callbacks.${option}`, `is not known; known are ${Object.keys(CHECKS).join(", ")}`);
    }
    const [isRight, words] = check;
    if (!isRight(value)) throw refusal(`callbacks.${option}`, words);
  }
  for (const option of REQUIRED) {
    if (given[option] === undefined) throw refusal(`callbacks.${option}`, "is missing");
  }
  if (name === UNNAMED || (name !== undefined && !PROJECT.test(name))) {
    throw refusal(
      "name",
      `must be 1 to 64 letters, digits, dots, underscores and hyphens, and not "${UNNAMED}", because it stands in the addresses of callbacks`,
    );
  }
}

/** Whether it is an address that a route can be put behind. */
export function isPublicUrl(value: unknown): boolean {
  if (typeof value !== "string" || !URL.canParse(value)) return false;
  const { protocol, username, password, search } = new URL(value);
  return /^https?:$/.test(protocol) && `${username}${password}${search}` === "" && !value.includes("#");
}

function refusal(option: string, words: string): HiveConfigError {
  return new HiveConfigError(`HiveModule's ${option} ${words}.`, { option });
}
