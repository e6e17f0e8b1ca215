import { EmulatorOptionsError } from "../check/options-error.ts";
import { checkFault } from "./check-fault.ts";
import { FAULT_KINDS, type EmulatorFault } from "./emulator-fault.ts";

/** The grammar, in the words of the help. */
export const FAULT_GRAMMAR = `NAME[:SETTING…][*TIMES][@RATE], separated by commas; once without TIMES and RATE
  429, 503:html, 504:billed, 429:retry-after=30   a status
  return-code:400, task-code:3300                 a failure inside HTTP 200
  stall-headers, stall-body, stall-frames:after=2  for ever, or with :ms=500
  reset, reset-body, truncate, wrong-length, drip:ms=50:bytes=8
  callback-drop, callback-late:ms=500, callback-double, callback-reorder, callback-early`;

const SHAPE = /^(?<name>[a-z0-9-]+)(?<settings>(?::[a-z0-9=.-]+)*)(?:\*(?<times>\d+))?(?:@(?<rate>[\d.]+))?$/;
/** Settings that a text writes with a value, and the key that they stand for. */
const VALUES: Readonly<Record<string, string>> = {
  ms: "ms",
  after: "after",
  bytes: "bytes",
  "retry-after": "retryAfterSeconds",
};

/**
 * Reads faults as the command line and the header write them, such as `429*3,stall-body@0.1`.
 *
 * @param path - where the text stands, for the message.
 * @throws EmulatorOptionsError that says which part is wrong and what it could be.
 */
export function parseFaults(text: string, path: string): readonly EmulatorFault[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => parseFault(part, path));
}

function parseFault(part: string, path: string): EmulatorFault {
  const groups = SHAPE.exec(part)?.groups;
  if (groups === undefined) {
    throw new EmulatorOptionsError(`${path}: "${part}" does not read as NAME[:SETTING…][*TIMES][@RATE].`);
  }
  const { name = "", settings = "", times, rate } = groups;
  const given = settings.split(":").slice(1);
  return checkFault(
    {
      ...actOf(name, given, { part, path }),
      ...(times === undefined ? {} : { times: Number(times) }),
      ...(rate === undefined ? {} : { rate: Number(rate) }),
    },
    `${path}: "${part}"`,
  );
}

type Place = { readonly part: string; readonly path: string };

function actOf(name: string, settings: readonly string[], place: Place): Record<string, unknown> {
  if (/^\d{3}$/.test(name))
    return {
      kind: "status",
      status: Number(name),
      ...readSettings(settings, FAULT_KINDS.status.settings, place),
    };
  const [code, ...rest] = settings;
  if (name === "return-code" || name === "task-code") {
    if (code === undefined || rest.length > 0 || !/^\d+$/.test(code)) {
      throw new EmulatorOptionsError(`${place.path}: "${place.part}" needs one number, as in ${name}:3300.`);
    }
    return { kind: name, code: name === "task-code" ? code : Number(code) };
  }
  const known =
    name === "status" ? undefined : Object.entries(FAULT_KINDS).find(([kind]) => kind === name)?.[1];
  if (known === undefined) {
    const names = Object.keys(FAULT_KINDS).filter((kind) => kind !== "status");
    throw new EmulatorOptionsError(
      `${place.path}: there is no fault "${name}"; there are a status such as 429, ${names.join(", ")}.`,
    );
  }
  return { kind: name, ...readSettings(settings, known.settings, place) };
}

function readSettings(
  settings: readonly string[],
  allowed: readonly string[],
  place: Place,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const setting of settings) {
    const [name = "", value] = setting.split("=");
    const isKnown = allowed.includes(name) && (value === undefined) === (VALUES[name] === undefined);
    if (!isKnown) {
      const choices = allowed.map((one) => (VALUES[one] === undefined ? one : `${one}=N`));
      throw new EmulatorOptionsError(
        `${place.path}: "${place.part}" takes ${choices.length === 0 ? "no settings" : choices.join(", ")}, not "${setting}".`,
      );
    }
    if (name === "html") read["body"] = "html";
    else if (name === "billed") read["billed"] = true;
    else read[VALUES[name] ?? name] = Number(value);
  }
  return read;
}
