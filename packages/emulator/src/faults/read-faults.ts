import * as z from "zod/mini";
import { checkOptions, EmulatorOptionsError } from "../options/check-options.ts";
import {
  flag,
  nonEmptyString,
  numberFrom,
  objectOf,
  oneOf,
  stringMatching,
  wholeNumberFrom,
} from "../options/option-schemas.ts";
import type { FaultSetting } from "./fault-definition.ts";
import {
  FAULT_KIND_NAMES,
  getFaultDefinition,
  isFaultKind,
  type EmulatorFault,
  type FaultKind,
} from "./fault-kinds.ts";

/** A fault as an object, or one or more faults in the text form of the command line. */
export type FaultInput = EmulatorFault | string;

/** The text form of a fault and the list of all faults, for `--help`. */
export const FAULT_GRAMMAR = `NAME[:SETTING…][*TIMES][@RATE], comma-separated; happens once unless TIMES or RATE is given
${FAULT_KIND_NAMES.map((kind) => {
  const { examples, effect } = getFaultDefinition(kind);
  return `  ${examples.join(", ")}\n      ${effect.replaceAll("`", "")}`;
}).join("\n")}`;

const TEXT_FORM =
  /^(?<name>[a-z0-9-]+)(?<settings>(?::[a-z0-9=.-]+)*)(?:\*(?<times>\d+))?(?:@(?<rate>[\d.]+))?$/;
const STATUS = /^\d{3}$/;

/**
 * Reads and checks faults.
 *
 * @param options.name - the option or header that contains them, for error messages.
 * @throws EmulatorOptionsError with a message that names the invalid part and the accepted values.
 */
export function readFaults(input: FaultInput, { name }: { readonly name: string }): readonly EmulatorFault[] {
  if (typeof input !== "string") return [checkFault(input, { subject: name, separator: "." })];
  return input
    .split(",")
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => parseFault(text, `${name}: "${text}"`));
}

/** @param subject - the name of the fault in error messages. */
function parseFault(text: string, subject: string): EmulatorFault {
  const groups = TEXT_FORM.exec(text)?.groups;
  if (groups === undefined) {
    throw new EmulatorOptionsError(`${subject} must have the form NAME[:SETTING…][*TIMES][@RATE].`);
  }
  const { name = "", settings = "", times, rate } = groups;
  const kind = parseKind(name, subject);
  const fault = {
    kind,
    ...(kind === "status" ? { status: Number(name) } : {}),
    ...parseSettings(kind, settings.split(":").slice(1), subject),
    ...(times === undefined ? {} : { times: Number(times) }),
    ...(rate === undefined ? {} : { rate: Number(rate) }),
  };
  return checkFault(fault, { subject, separator: ": " });
}

function parseKind(name: string, subject: string): FaultKind {
  if (STATUS.test(name)) return "status";
  if (isFaultKind(name) && name !== "status") return name;
  const names = FAULT_KIND_NAMES.filter((kind) => kind !== "status");
  throw new EmulatorOptionsError(
    `${subject}: unknown fault "${name}". Use an HTTP status such as 429, or one of ${names.join(", ")}.`,
  );
}

function parseSettings(kind: FaultKind, texts: readonly string[], subject: string): Record<string, unknown> {
  const settings = Object.entries<FaultSetting>(getFaultDefinition(kind).settings);
  const seen = new Set<string>();
  return Object.fromEntries(
    texts.map((text) => {
      const values = settings.map(([key, setting]) => [key, parseSetting(text, setting)] as const);
      const parsed = values.find(([, value]) => value !== undefined);
      if (parsed !== undefined && !seen.has(parsed[0])) {
        seen.add(parsed[0]);
        return parsed;
      }
      if (parsed !== undefined) {
        throw new EmulatorOptionsError(`${subject} must not set ${parsed[0]} twice, got "${text}".`);
      }
      const forms = settings.flatMap(([, setting]) => describeTextForm(setting) ?? []);
      throw new EmulatorOptionsError(
        `${subject} takes ${forms.length === 0 ? "no settings" : forms.join(", ")}, got "${text}".`,
      );
    }),
  );
}

/** Parses the value of a setting. Returns `undefined` if the text is for another setting. */
function parseSetting(text: string, setting: FaultSetting): unknown {
  const [name = "", value] = text.split("=");
  switch (setting.text.as) {
    case "name":
      return undefined;
    case "value":
      if (!/^\d+$/.test(text)) return undefined;
      return setting.type === "number" ? Number(text) : text;
    case "number":
      return name === setting.text.name && value !== undefined ? parseNumber(value) : undefined;
    case "flag":
      if (text !== setting.text.name) return undefined;
      return setting.type === "choice" ? setting.values.at(-1) : true;
    default:
      return setting.text satisfies never;
  }
}

/** Parses a number. Returns any other text unchanged, so that the check rejects it and quotes it in the message. */
function parseNumber(text: string): number | string {
  const value = Number(text);
  return text === "" || Number.isNaN(value) ? text : value;
}

function describeTextForm({ text }: FaultSetting): string | null {
  if (text.as === "name") return null;
  if (text.as === "value") return "a number";
  return text.as === "number" ? `${text.name}=N` : text.name;
}

/**
 * Checks a fault object.
 *
 * @param options.subject - the name of the fault in error messages.
 * @param options.separator - separates the fault from one of its settings in error messages.
 */
function checkFault(
  value: unknown,
  { subject, separator }: { readonly subject: string; readonly separator: string },
): EmulatorFault {
  const isObject = typeof value === "object" && value !== null;
  const kind: unknown = isObject && "kind" in value ? value.kind : undefined;
  const schema = isFaultKind(kind) ? SCHEMAS.get(kind) : UNKNOWN_KIND;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema is built from the settings that the type is derived from
    return checkOptions(schema ?? UNKNOWN_KIND, value, "") as EmulatorFault;
  } catch (error) {
    if (!(error instanceof EmulatorOptionsError)) throw error;
    // A message about the fault itself starts with a space, a message about a setting with its name.
    const isAboutFault = error.message.startsWith(" ");
    throw new EmulatorOptionsError(`${subject}${isAboutFault ? "" : separator}${error.message}`);
  }
}

/** The properties of every fault. */
const COMMON = {
  times: z.optional(wholeNumberFrom(1)),
  rate: z.optional(numberFrom(0, 1)),
  project: z.optional(nonEmptyString),
  route: z.optional(nonEmptyString),
};

/** The schema of each kind, built from its settings. */
const SCHEMAS: ReadonlyMap<FaultKind, z.ZodMiniType> = new Map(
  FAULT_KIND_NAMES.map((kind) => {
    const settings = Object.entries<FaultSetting>(getFaultDefinition(kind).settings).map(([key, setting]) => {
      const schema = createSchema(setting);
      return [key, setting.isRequired === true ? schema : z.optional(schema)] as const;
    });
    return [kind, objectOf({ kind: z.literal(kind), ...Object.fromEntries(settings), ...COMMON })];
  }),
);

/** The schema of a value whose kind is unknown. It always fails. */
const UNKNOWN_KIND: z.ZodMiniType = z.looseObject({ kind: oneOf(FAULT_KIND_NAMES) }, "must be an object");

function createSchema(setting: FaultSetting): z.ZodMiniType {
  switch (setting.type) {
    case "number": {
      const { min, max, isWhole } = setting;
      return isWhole === true ? wholeNumberFrom(min, max) : numberFrom(min, max);
    }
    case "digits":
      return stringMatching(setting.pattern, setting.expected);
    case "flag":
      return flag;
    case "choice":
      return oneOf(setting.values);
    default:
      return setting satisfies never;
  }
}
