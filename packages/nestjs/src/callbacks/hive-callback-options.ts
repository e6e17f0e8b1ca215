import * as z from "zod/mini";
import {
  flag,
  isFunction,
  MAX_TIMER_MS,
  mustBe,
  optionsSchema,
  wholeNumber,
} from "../options/check-options.ts";
import type { HiveCallbackStore } from "./hive-callback-store.ts";

/** The name of the unnamed project in callback URLs. */
export const UNNAMED = "default";

/** Core has the same limit, but does not export it. */
const MIN_SECRET_CHARACTERS = 32;
const PATH = /^[\w.~-]+(?:\/[\w.~-]+)*$/;
/**
 * Matches the names that a signed URL can contain. Core has the same rule, but applies it only when it signs the first
 * URL.
 */
const ADDRESS_NAME = /^[\w.-]{1,64}$/;

/** Options for the callbacks with which Hive posts results to this app. */
export type HiveCallbackOptions = {
  /**
   * The public URL of this app's root: an absolute http or https URL without user info, query and fragment. The app's
   * global prefix and {@link HiveCallbackOptions.path} are appended to it. A function is called for each submission.
   */
  readonly publicUrl: string | (() => string | Promise<string>);
  /**
   * The secrets that sign callback URLs, newest first: one, or several during a rotation. Each has at least 32 random
   * characters, without leading or trailing whitespace. The first secret signs new URLs; URLs signed with any of them
   * are accepted.
   */
  readonly secrets: readonly string[];
  /**
   * The callback route in this app, without the global prefix. Each project needs its own.
   * @defaultValue `"hive/callbacks"`; for a named project, `"hive/callbacks/"` followed by its name
   */
  readonly path?: string | undefined;
  /**
   * Remembers which callbacks were delivered. If the app runs in several processes, they need a shared store.
   * @defaultValue the memory of this process, for 100 000 callbacks
   */
  readonly store?: HiveCallbackStore | undefined;
  /**
   * The maximum size of a callback body, in bytes. Larger bodies are rejected with 413.
   * @defaultValue 268 435 456 (256 MiB); the result of an hour of video has about 20 MB
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * The lease of a callback: how long one process may take to deliver it, in milliseconds, 1 to 2 147 483 647. If the
   * decorated methods take longer, the response is 503, and Hive's next attempt is delivered as well, because the
   * process may have died. A shutdown ends the lease early.
   * @defaultValue 300 000 (5 minutes)
   */
  readonly leaseMs?: number | undefined;
  /**
   * Whether each task is fetched again with the project's key and delivered instead of the posted one. Hive does not
   * sign its callbacks, so anyone who knows a callback URL can post to it. Fetching a task is free.
   * @defaultValue `false`
   */
  readonly confirm?: boolean | undefined;
};

// Messages must contain neither secrets nor URLs.
const SECRET = `must be a string of at least ${MIN_SECRET_CHARACTERS} characters, for example 32 random bytes as hex`;
const UNTRIMMED =
  "must not contain control characters or leading or trailing whitespace (trim it if it comes from a file)";
const SECRETS = "must be an array of one or more secrets";
const PUBLIC_URL =
  "must be an absolute http or https URL without user info, query and fragment, or a function that returns one";
const ROUTE = mustBe(
  'a route without parameters and without leading or trailing slashes, such as "hive/callbacks"',
);

/** Checks {@link HiveCallbackOptions}. */
export const callbackOptionsSchema = optionsSchema<HiveCallbackOptions>({
  publicUrl: z.custom((value) => isFunction(value) || isPublicUrl(value), PUBLIC_URL),
  secrets: z
    .array(
      z.string(SECRET).check(
        z.minLength(MIN_SECRET_CHARACTERS, SECRET),
        // As in core: the line break at the end of a file would make a different secret.
        z.refine((secret) => secret.trim() === secret && !/\p{Cc}/u.test(secret), UNTRIMMED),
      ),
      SECRETS,
    )
    .check(z.minLength(1, SECRETS)),
  path: z.optional(z.string(ROUTE).check(z.regex(PATH, ROUTE))),
  store: z.optional(z.custom(isStore, mustBe("an object with the functions claim, finish and release"))),
  maxBodyBytes: z.optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
  leaseMs: z.optional(wholeNumber(1, MAX_TIMER_MS)),
  confirm: z.optional(flag),
});

const NAME = mustBe(
  `1 to 64 letters, digits, dots, underscores and hyphens, but not "${UNNAMED}", because it is part of the callback URL`,
);

/** Checks the name of a project with callbacks. */
export const callbackProjectSchema = optionsSchema<{ readonly name?: string | undefined }>({
  name: z.optional(
    z.string(NAME).check(
      z.regex(ADDRESS_NAME, NAME),
      z.refine((name) => name !== UNNAMED, NAME),
    ),
  ),
});

/** Returns whether a value is a URL to which a route can be appended. */
export function isPublicUrl(value: unknown): boolean {
  if (typeof value !== "string" || !URL.canParse(value)) return false;
  const { protocol, username, password, search } = new URL(value);
  return /^https?:$/.test(protocol) && `${username}${password}${search}` === "" && !value.includes("#");
}

function isStore(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return ["claim", "finish", "release"].every((method) => isFunction(Reflect.get(value, method)));
}
