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
import {
  definitionOf,
  FAULT_KIND_NAMES,
  isFaultKind,
  type EmulatorFault,
  type FaultKind,
  type FaultSetting,
} from "./fault-kinds.ts";

/** A fault as an object, or one or several in the text form of the command line. */
export type FaultInput = EmulatorFault | string;

/** The text form, as `--help` prints it. */
export const FAULT_GRAMMAR = `NAME[:SETTING…][*TIMES][@RATE], separated by commas; once unless TIMES or RATE is given
${FAULT_KIND_NAMES.map((kind) => {
  const { example, effect } = definitionOf(kind);
  return `  ${example}\n      ${effect.replaceAll("`", "")}`;
}).join("\n")}`;

const SHAPE = /^(?<name>[a-z0-9-]+)(?<settings>(?::[a-z0-9=.-]+)*)(?:\*(?<times>\d+))?(?:@(?<rate>[\d.]+))?$/;
const STATUS = /^\d{3}$/;

/**
 * Reads and checks faults.
 *
 * @param options.name - the option or header that holds them, for the error message.
 * @throws EmulatorOptionsError that names the wrong part and the allowed ones.
 */
export function readFaults(input: FaultInput, { name }: { readonly name: string }): readonly EmulatorFault[] {
  if (typeof input !== "string") return [checkFault(input, { name, separator: "." })];
  return input
    .split(",")
    .map((fault) => fault.trim())
    .filter((fault) => fault !== "")
    .map((fault) => parseFault(fault, `${name}: "${fault}"`));
}

/** Checks a fault that is an object. The name and the separator precede the setting in an error message. */
function checkFault(
  value: unknown,
  { name, separator }: { readonly name: string; readonly separator: string },
): EmulatorFault {
  const isObject = typeof value === "object" && value !== null;
  const kind: unknown = isObject && "kind" in value ? value.kind : undefined;
  const schema = isFaultKind(kind) ? SCHEMAS.get(kind) : ANY_KIND;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema is built from the settings that the type is derived from
    return checkOptions(schema ?? ANY_KIND, value, "") as EmulatorFault;
  } catch (error) {
    if (!(error instanceof EmulatorOptionsError)) throw error;
    // A problem of the fault itself begins with a space, one of a setting with its name.
    const isOfFault = error.message.startsWith(" ");
    throw new EmulatorOptionsError(`${name}${isOfFault ? "" : separator}${error.message}`);
  }
}

function parseFault(text: string, place: string): EmulatorFault {
  const groups = SHAPE.exec(text)?.groups;
  if (groups === undefined) {
    throw new EmulatorOptionsError(`${place} must have the form NAME[:SETTING…][*TIMES][@RATE].`);
  }
  const { name = "", settings = "", times, rate } = groups;
  const kind = kindFor(name, place);
  const fault = {
    kind,
    ...(kind === "status" ? { status: Number(name) } : {}),
    ...parseSettings(kind, settings.split(":").slice(1), place),
    ...(times === undefined ? {} : { times: Number(times) }),
    ...(rate === undefined ? {} : { rate: Number(rate) }),
  };
  return checkFault(fault, { name: place, separator: ": " });
}

function kindFor(name: string, place: string): FaultKind {
  if (STATUS.test(name)) return "status";
  if (isFaultKind(name) && name !== "status") return name;
  const names = FAULT_KIND_NAMES.filter((kind) => kind !== "status");
  throw new EmulatorOptionsError(
    `${place}: no fault is called "${name}"; choose a status such as 429, ${names.join(", ")}.`,
  );
}

function parseSettings(kind: FaultKind, given: readonly string[], place: string): Record<string, unknown> {
  const settings = Object.entries<FaultSetting>(definitionOf(kind).settings);
  return Object.fromEntries(
    given.map((text) => {
      const values = settings.map(([key, setting]) => [key, parseSetting(text, setting)] as const);
      const parsed = values.find(([, value]) => value !== undefined);
      if (parsed !== undefined) return parsed;
      const forms = settings.flatMap(([, setting]) => textFormOf(setting) ?? []);
      throw new EmulatorOptionsError(
        `${place} takes ${forms.length === 0 ? "no settings" : forms.join(", ")}, got "${text}".`,
      );
    }),
  );
}

/** The value that a text gives to a setting; `undefined` if the text is not about this setting. */
function parseSetting(text: string, setting: FaultSetting): unknown {
  const [name = "", value] = text.split("=");
  switch (setting.text.as) {
    case "name":
      return undefined;
    case "value":
      if (!/^\d+$/.test(text)) return undefined;
      return setting.type === "number" ? Number(text) : text;
    case "number":
      return name === setting.text.name && value !== undefined ? Number(value) : undefined;
    case "flag":
      if (text !== setting.text.name) return undefined;
      return setting.type === "choice" ? setting.values.at(-1) : true;
    default:
      return setting.text satisfies never;
  }
}

function textFormOf({ text }: FaultSetting): string | null {
  if (text.as === "name") return null;
  if (text.as === "value") return "a number";
  return text.as === "number" ? `${text.name}=N` : text.name;
}

const COMMON = {
  times: z.optional(wholeNumberFrom(1)),
  rate: z.optional(numberFrom(0, 1)),
  project: z.optional(nonEmptyString),
  route: z.optional(nonEmptyString),
};

/** The schema of each kind, built from its settings. */
const SCHEMAS: ReadonlyMap<FaultKind, z.ZodMiniType> = new Map(
  FAULT_KIND_NAMES.map((kind) => {
    const settings = Object.entries<FaultSetting>(definitionOf(kind).settings).map(([key, setting]) => {
      const schema = schemaFor(setting);
      return [key, setting.isRequired === true ? schema : z.optional(schema)] as const;
    });
    return [kind, objectOf({ kind: z.literal(kind), ...Object.fromEntries(settings), ...COMMON })];
  }),
);

/** The schema of a value whose kind is not known: it always fails. */
const ANY_KIND: z.ZodMiniType = z.looseObject({ kind: oneOf(FAULT_KIND_NAMES) }, "must be an object");

function schemaFor(setting: FaultSetting): z.ZodMiniType {
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
