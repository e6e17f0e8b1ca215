import * as z from "zod/mini";
import { readFaults, type FaultInput } from "../faults/read-faults.ts";
import { EMULATOR_MODELS, MODEL_FACTS } from "../model/emulator-model.ts";
import { checkOptions } from "../options/check-options.ts";
import {
  arrayOf,
  flag,
  nonEmptyString,
  nonEmptyStrings,
  numberFrom,
  objectOf,
  oneOf,
  quoteAll,
  wholeNumberFrom,
  type ShapeOf,
} from "../options/option-schemas.ts";
import { ruleSchema } from "../rules/rule-schema.ts";
import type { EmulatorFile, EmulatorOptions } from "./emulator-options.ts";
import type { EmulatorProjectOptions, EmulatorRateLimit, EmulatorVariants } from "./emulator-project.ts";
import { isCountable } from "./money.ts";

const money = numberFrom(0).check(z.refine(isCountable, "must be a multiple of 0.00001 US dollars"));

const rateLimitShape = {
  requests: wholeNumberFrom(0),
  perSeconds: z.optional(numberFrom(0.001)),
  retryAfterSeconds: z.optional(numberFrom(0)),
} satisfies ShapeOf<EmulatorRateLimit>;

const variantsShape = {
  status: z.optional(oneOf(["object", "array"])),
  classKey: z.optional(oneOf(["class", "class_name"])),
  charge: z.optional(oneOf(["auto", "number", "string"])),
  mimeType: z.optional(flag),
  fromCache: z.optional(flag),
} satisfies ShapeOf<Partial<EmulatorVariants>>;

// Here too, `undefined` counts as absent, although this type excludes it under `exactOptionalPropertyTypes`.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types have no other difference
const variants = objectOf(variantsShape) as z.ZodMiniType<Partial<EmulatorVariants>>;

const projectShape = {
  // Part of an HTTP header, after the scheme. The message does not contain the value, because it could be a real key.
  key: nonEmptyString.check(
    z.refine((key) => !/[\s\p{Cc}]/u.test(key), "must not contain whitespace or control characters"),
  ),
  model: oneOf(EMULATOR_MODELS),
  id: z.optional(wholeNumberFrom(0)),
  userId: z.optional(wholeNumberFrom(0)),
  unitPriceUsd: z.optional(money),
  balanceUsd: z.optional(money),
  rateLimit: z.optional(objectOf(rateLimitShape)),
  generations: z.optional(arrayOf(oneOf(["v1", "v2", "v3"]))),
  variants: z.optional(variants),
  choices: z.optional(arrayOf(nonEmptyString)),
} satisfies ShapeOf<EmulatorProjectOptions>;

const file = z.custom<EmulatorFile>(
  (value) => value instanceof Blob || value instanceof Uint8Array || typeof value === "function",
  "must be a Blob, a Uint8Array or a function that returns a Blob",
);

const faults = z.custom<readonly FaultInput[] | string>(
  (value) => typeof value === "string" || Array.isArray(value),
  "must be a string or an array",
);

/** The options that a configuration file can also contain. */
const jsonShape = {
  projects: z.optional(arrayOf(objectOf(projectShape).check(checkGenerations))),
  rules: z.optional(arrayOf(ruleSchema)),
  labels: z.optional(nonEmptyStrings),
  // `checkFaults` checks each fault.
  faults: z.optional(faults),
  pace: z.optional(objectOf({ msPerFrame: numberFrom(0, 3_600_000) })),
  allowedHosts: z.optional(arrayOf(nonEmptyString)),
  ownHosts: z.optional(arrayOf(nonEmptyString)),
  seed: z.optional(wholeNumberFrom(0)),
  maxBodyBytes: z.optional(wholeNumberFrom(0)),
  maxQueueBytes: z.optional(wholeNumberFrom(0)),
  keepTasks: z.optional(wholeNumberFrom(0)),
} satisfies Partial<ShapeOf<EmulatorOptions>>;

const optionsSchema = objectOf({
  ...jsonShape,
  files: z.optional(z.record(z.string(), file, "must be an object")),
  fetch: z.optional(functionOf<typeof globalThis.fetch>()),
  now: z.optional(functionOf<() => Date>()),
  sleep: z.optional(functionOf<NonNullable<EmulatorOptions["sleep"]>>()),
  createId: z.optional(functionOf<() => string>()),
} satisfies ShapeOf<EmulatorOptions>);

const configSchema = objectOf({
  ...jsonShape,
  files: z.optional(
    z.record(
      z.string(),
      nonEmptyString,
      'must be an object such as { "https://media.example/a.jpg": "a.jpg" }',
    ),
  ),
});

/** The options in a configuration file: `files` are paths. */
export type EmulatorConfig = z.infer<typeof configSchema>;

/**
 * Checks the options of `createEmulator`. Types are not sufficient, because JavaScript callers have none and types do
 * not express ranges.
 *
 * @throws EmulatorOptionsError that names the option.
 */
export function checkEmulatorOptions(options: EmulatorOptions): void {
  checkOptions(optionsSchema, options, "options");
  checkFaults(options.faults);
}

/**
 * Checks the content of a configuration file.
 *
 * @param path - the path of the file, for messages.
 * @throws EmulatorOptionsError that names the option.
 */
export function checkConfig(json: unknown, path: string): EmulatorConfig {
  const config = checkOptions(configSchema, json, path);
  checkFaults(config.faults);
  return config;
}

function checkFaults(faultsOption: EmulatorOptions["faults"] = []): void {
  if (typeof faultsOption === "string") readFaults(faultsOption, { name: "faults" });
  else for (const [index, fault] of faultsOption.entries()) readFaults(fault, { name: `faults[${index}]` });
}

function functionOf<T>(): z.ZodMiniType<T> {
  return z.custom<T>((value) => typeof value === "function", "must be a function");
}

function checkGenerations({ value, issues }: z.core.ParsePayload<EmulatorProjectOptions>): void {
  const { model, generations = [] } = value;
  const facts = MODEL_FACTS[model];
  const known = [...facts.generations, ...(facts.optionalGenerations ?? [])];
  for (const [index, generation] of generations.entries()) {
    if (known.includes(generation)) continue;
    const message = `must be one of ${quoteAll(known)}, the generations in which the response format of ${model} is known`;
    issues.push({ code: "custom", path: ["generations", index], message, input: generation });
  }
}
