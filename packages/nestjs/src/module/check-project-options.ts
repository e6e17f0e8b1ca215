import { HiveConfigError } from "@hivekit/core";
import { checkCallbackOptions } from "../callbacks/check-callback-options.ts";
import type { HiveProjectOptions, HiveRegistration } from "./hive-module-options.ts";

const LONGEST_MS = 2_147_483_647;

/**
 * Checks what a registration says of itself, when the module is defined.
 *
 * @throws HiveConfigError that names the option.
 */
export function checkRegistration({ name, isGlobal }: HiveRegistration): void {
  if (name !== undefined && (typeof name !== "string" || name === "")) {
    throw new HiveConfigError(
      "HiveModule's name is no text, or empty; give the project a name, or leave it out.",
      {
        option: "name",
      },
    );
  }
  if (isGlobal !== undefined && typeof isGlobal !== "boolean") {
    throw new HiveConfigError("HiveModule's isGlobal is neither true nor false.", { option: "isGlobal" });
  }
}

/** The ways in which `forRootAsync` takes options. */
const SOURCES = ["useFactory", "useClass", "useExisting"] as const;

/**
 * Checks where `forRootAsync` takes its options from, when the module is defined: of two, one would be left out without a word.
 *
 * @returns which it is.
 * @throws HiveConfigError unless it is exactly one.
 */
export function checkOptionsSource(given: {
  readonly [source in (typeof SOURCES)[number]]?: unknown;
}): (typeof SOURCES)[number] {
  const sources = SOURCES.filter((source) => given[source] !== undefined && given[source] !== null);
  const [source] = sources;
  if (source === undefined || sources.length > 1) {
    const what = source === undefined ? "none of them" : sources.join(" and ");
    throw new HiveConfigError(
      `HiveModule.forRootAsync takes exactly one of ${SOURCES.join(", ")}; it got ${what}.`,
      { option: source ?? "useFactory" },
    );
  }
  if (source !== "useExisting" && typeof given[source] !== "function") {
    throw new HiveConfigError(
      `HiveModule.forRootAsync's ${source} must be a ${source === "useClass" ? "class" : "function"}.`,
      { option: source },
    );
  }
  return source;
}

/**
 * Checks what a project has beside its client's options: those the client checks itself.
 *
 * @throws HiveConfigError that names the option.
 */
export function checkProjectOptions(options: HiveProjectOptions, name: string | undefined): void {
  // A factory may be written without types.
  if (typeof options !== "object" || options === null) {
    throw new HiveConfigError("HiveModule got no options; return an object with apiKey from the factory.");
  }
  const { shutdownGraceMs, callbacks, api = "v1" } = options;
  if (shutdownGraceMs !== undefined && !isMs(shutdownGraceMs)) {
    throw new HiveConfigError(
      `HiveModule's shutdownGraceMs must be a whole number of milliseconds from 0 to ${LONGEST_MS}.`,
      { option: "shutdownGraceMs" },
    );
  }
  if (callbacks === undefined) return;
  checkCallbackOptions(callbacks, name);
  if (api === "v2") return;
  throw new HiveConfigError(
    `HiveModule's callbacks are for Hive's v2 alone, and the project's api is ${JSON.stringify(api)}; set api: "v2", or leave callbacks out.`,
    { option: "callbacks" },
  );
}

function isMs(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LONGEST_MS;
}
