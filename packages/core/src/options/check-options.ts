import { HiveConfigError } from "../error/hive-config-error.ts";
import { describeType, isObject, isPlainObject } from "../value/is-object.ts";

/** A problem with an option. */
export type OptionProblem = {
  /** The path of the option, for example `retry.limit`; `""` for the options object itself. */
  readonly path: string;
  /** The rest of the sentence that starts with the path: `must be a positive number, got -1`. */
  readonly problem: string;
};

/**
 * Checks one value and reports each problem with its path, for example `retry.limit`. In {@link checkOptions}, `report`
 * throws.
 *
 * Every check accepts `undefined`, because an option that is `undefined` counts as absent; see {@link required}.
 */
export type OptionCheck = (
  value: unknown,
  path: string,
  report: (path: string, problem: string) => void,
) => void;

/** A check for each property of an object of options. */
export type OptionChecks<Options> = { readonly [Property in keyof Options]-?: OptionCheck };

/**
 * Checks an object of options. Properties without a check are rejected.
 *
 * @param properties - The check for each property.
 * @param of - The name of the function that takes the options, such as `mapFrames`. The message starts with it:
 * `mapFrames: concurrency must be …`.
 * @throws HiveConfigError for the first problem. Its `option` is the path, for example `retry.limit`; `null` if `value`
 * is not a plain object.
 *
 * @example
 * ```ts
 * import { checkOptions, functionValue, required, wholeNumber } from "@hivekit/core/options";
 *
 * type CrawlOptions = { readonly onPage: (url: string) => void; readonly concurrency?: number };
 *
 * export function crawl(options: CrawlOptions): void {
 *   checkOptions<CrawlOptions>(
 *     options,
 *     { onPage: required(functionValue), concurrency: wholeNumber(1, 100) },
 *     "crawl",
 *   );
 * }
 * ```
 */
export function checkOptions<Options extends object>(
  value: unknown,
  properties: OptionChecks<Options>,
  of?: string,
): asserts value is Options {
  objectOf(properties)(value ?? null, "", (path, problem) => {
    throw createOptionError({ path, problem }, of);
  });
}

/**
 * Creates the error for a problem that no single check can detect, for example two options that contradict each other.
 *
 * @param of - The name of the function that takes the options; see {@link checkOptions}.
 */
export function createOptionError({ path, problem }: OptionProblem, of?: string): HiveConfigError {
  const place = path === "" ? "options" : path;
  const message = `${of === undefined ? "" : `${of}: `}${place} ${problem}.`;
  return new HiveConfigError(message, path === "" ? {} : { option: path });
}

/**
 * Creates a check.
 *
 * @param expected - Describes a valid value: `a positive number`. The message is `must be a positive number, got -1`.
 * @param isValid - Checks whether a value is valid; if it throws, the value is invalid. Not called with `undefined`.
 * @param shown - The message contains a value only if it has this type and fewer than 20 characters. Other values may
 * be secret, so the message contains only their type.
 */
/* @__NO_SIDE_EFFECTS__ */ export function mustBe(
  expected: string,
  isValid: (value: unknown) => boolean,
  shown: "boolean" | "number" | "string" = "boolean",
): OptionCheck {
  return (value, path, report) => {
    try {
      if (value === undefined || isValid(value)) return;
    } catch {
      // The value is invalid, and is reported below.
    }
    const type = value === "" ? "an empty string" : describeType(value);
    // A long string may be a key in the wrong place.
    // oxlint-disable-next-line typescript/no-base-to-string -- a value of a type that is shown is a primitive
    const got = type === shown && String(value).length < 20 ? String(value) : type;
    report(path, `must be ${expected}, got ${got}`);
  };
}

const plainObject = mustBe("a plain object", isPlainObject);

/** Rejects an option that is absent or `undefined`. */
/* @__NO_SIDE_EFFECTS__ */ export function required(check: OptionCheck): OptionCheck {
  return (value, path, report) => {
    if (value === undefined) report(path, "is required");
    check(value, path, report);
  };
}

/** Accepts `true` and `false`. */
export const booleanValue: OptionCheck = mustBe("a boolean", (value) => typeof value === "boolean");

/** Accepts a function. */
export const functionValue: OptionCheck = mustBe("a function", (value) => typeof value === "function");

/** Accepts any string. */
export const stringValue: OptionCheck = mustBe("a string", (value) => typeof value === "string");

/** Accepts a string with at least one character. */
export const nonEmptyString: OptionCheck = mustBe(
  "a non-empty string",
  (value) => typeof value === "string" && value !== "",
);

/** Accepts an `AbortSignal`, also from another realm or a polyfill, because it checks only the shape. */
export const abortSignal: OptionCheck = mustBe(
  "an AbortSignal",
  (value) => isObject(value) && "aborted" in value && "addEventListener" in value,
);

/** Accepts a finite number greater than 0. */
export const positiveNumber: OptionCheck = mustBe(
  "a positive number",
  (value) => Number.isFinite(value) && Number(value) > 0,
  "number",
);

/** Accepts a finite number in an inclusive range. */
/* @__NO_SIDE_EFFECTS__ */ export function numberFrom(least: number, most = Infinity): OptionCheck {
  return mustBe(
    `a number ${most < Infinity ? `from ${least} to ${most}` : `of at least ${least}`}`,
    (value) => Number.isFinite(value) && Number(value) >= least && Number(value) <= most,
    "number",
  );
}

/** Accepts a safe integer in an inclusive range. */
/* @__NO_SIDE_EFFECTS__ */ export function wholeNumber(least: number, most = Infinity): OptionCheck {
  return mustBe(
    `a whole number ${most < Infinity ? `from ${least} to ${most}` : `of at least ${least}`}`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
    "number",
  );
}

/**
 * Accepts one of a few strings. The message lists them, and never shows the given string: it may be a misplaced key.
 */
/* @__NO_SIDE_EFFECTS__ */ export function oneOf(...valid: readonly string[]): OptionCheck {
  return mustBe(`one of ${valid.join(", ")}`, (value) => valid.some((one) => one === value));
}

/** Accepts one value, for example `null`, and every value that another check accepts. The message names both. */
/* @__NO_SIDE_EFFECTS__ */ export function valueOr(valid: unknown, check: OptionCheck): OptionCheck {
  return (value, path, report) => {
    if (value === valid) return;
    check(value, path, (at, problem) =>
      report(at, at === path ? problem.replace("must be", `must be ${String(valid)} or`) : problem),
    );
  };
}

/**
 * Accepts a plain object with these properties and no others, as {@link checkOptions} does. For nested options. Rejects
 * arrays and instances of classes, such as a `Map`.
 */
/* @__NO_SIDE_EFFECTS__ */ export function objectOf<Options>(properties: OptionChecks<Options>): OptionCheck {
  const checks = new Map(Object.entries<OptionCheck>(properties));
  const unknown: OptionCheck = (value, path, report) => {
    if (value !== undefined) report(path, `is unknown; use one of ${Object.keys(properties).join(", ")}`);
  };
  return (value, path, report) => {
    plainObject(value, path, report);
    if (!isPlainObject(value)) return;
    for (const name of Object.keys({ ...value, ...properties })) {
      const check = checks.get(name) ?? unknown;
      check(value[name], path === "" ? name : `${path}.${name}`, report);
    }
  };
}

/**
 * Accepts a plain object with any keys if another check accepts its values, for example an object of thresholds by
 * class.
 */
/* @__NO_SIDE_EFFECTS__ */ export function recordOf(check: OptionCheck): OptionCheck {
  return (value, path, report) => {
    const names = isPlainObject(value) ? Object.keys(value) : [];
    objectOf(Object.fromEntries(names.map((name) => [name, check])))(value, path, report);
  };
}
