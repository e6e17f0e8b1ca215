import {
  checkFlag,
  checkNumber,
  checkObject,
  checkText,
  checkWord,
  optional,
  refuse,
} from "../check/check-value.ts";
import { keysOf } from "../check/keys-of.ts";
import { FAULT_KINDS, type EmulatorFault, type FaultAct, type FaultKind } from "./emulator-fault.ts";

const COMMON = ["kind", "times", "rate", "project", "route"];
/** The keys of each kind, beside the common ones. */
const KEYS: Readonly<Partial<Record<FaultKind, readonly string[]>>> = {
  status: ["status", "body", "retryAfterSeconds", "billed"],
  "return-code": ["code"],
  "task-code": ["code"],
  "stall-headers": ["ms"],
  "stall-body": ["ms"],
  "stall-frames": ["after", "ms"],
  drip: ["ms", "bytes"],
  "callback-late": ["ms"],
  "callback-reorder": ["ms"],
};
/** The longest that a timer of JavaScript can wait, in milliseconds. */
const MAX_MS = 2_147_483_647;

/**
 * Checks one fault, from code or from a file.
 *
 * @throws EmulatorOptionsError that names the place.
 */
export function checkFault(value: unknown, path: string): EmulatorFault {
  const kind = checkWord(
    typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined,
    `${path}.kind`,
    keysOf(FAULT_KINDS),
  );
  const fault = checkObject(value, path, [...COMMON, ...(KEYS[kind] ?? [])]);
  const number = (key: string, range: Parameters<typeof checkNumber>[2]): number | undefined =>
    optional(fault[key], `${path}.${key}`, (one, at) => checkNumber(one, at, range));
  return {
    ...checkAct(kind, { fault, path, number }),
    times: number("times", { min: 1, whole: true }),
    rate: number("rate", { min: 0, max: 1 }),
    project: optional(fault["project"], `${path}.project`, checkText),
    route: optional(fault["route"], `${path}.route`, checkText),
  };
}

type Given = {
  readonly fault: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly number: (key: string, range: Parameters<typeof checkNumber>[2]) => number | undefined;
};

function checkAct(kind: FaultKind, { fault, path, number }: Given): FaultAct {
  const ms = { min: 0, max: MAX_MS };
  switch (kind) {
    case "status":
      return {
        kind,
        status: checkNumber(fault["status"], `${path}.status`, { min: 400, max: 599, whole: true }),
        body: optional(fault["body"], `${path}.body`, (body, at) => checkWord(body, at, ["json", "html"])),
        retryAfterSeconds: number("retryAfterSeconds", { min: 0 }),
        billed: optional(fault["billed"], `${path}.billed`, checkFlag),
      };
    case "return-code":
      return { kind, code: checkNumber(fault["code"], `${path}.code`, { min: 1, whole: true }) };
    case "task-code":
      return {
        kind,
        code: /^[1-9]\d{3}$/.test(checkText(fault["code"], `${path}.code`))
          ? checkText(fault["code"], `${path}.code`)
          : refuse(`${path}.code`, 'a task code of four digits such as "3300"', fault["code"]),
      };
    case "stall-headers":
    case "stall-body":
    case "callback-late":
    case "callback-reorder":
      return { kind, ms: number("ms", ms) };
    case "stall-frames":
      return { kind, after: number("after", { min: 0, whole: true }), ms: number("ms", ms) };
    case "drip":
      return { kind, ms: number("ms", ms), bytes: number("bytes", { min: 1, whole: true }) };
    default:
      return { kind };
  }
}
