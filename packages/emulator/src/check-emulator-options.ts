import {
  checkFlag,
  checkList,
  checkNumber,
  checkObject,
  checkText,
  checkTexts,
  checkWord,
  isPlainObject,
  optional,
  refuse,
} from "./check/check-value.ts";
import { keysOf } from "./check/keys-of.ts";
import type { EmulatorOptions } from "./emulator-options.ts";
import { checkFault } from "./faults/check-fault.ts";
import { parseFaults } from "./faults/parse-faults.ts";
import { checkRule } from "./rules/check-rules.ts";
import { MODEL_FACTS, type ApiGeneration, type EmulatorModel } from "./state/emulator-project.ts";
import { isCountable } from "./state/money.ts";

const KEYS = [
  "projects",
  "rules",
  "labels",
  "faults",
  "pace",
  "allowedHosts",
  "ownHosts",
  "files",
  "fetch",
  "now",
  "sleep",
  "createId",
  "seed",
  "maxBodyBytes",
  "maxQueueBytes",
  "keepTasks",
];
const PROJECT_KEYS = [
  "key",
  "model",
  "id",
  "userId",
  "unitPriceUsd",
  "balanceUsd",
  "rateLimit",
  "generations",
  "variants",
  "choices",
];
const GENERATIONS = ["v1", "v2", "v3"] as const;

/**
 * Checks what the types of the options cannot: values from a file, and from code without types.
 *
 * @throws EmulatorOptionsError that names the place.
 */
export function checkEmulatorOptions(options: EmulatorOptions): void {
  const given = checkObject(options, "options", KEYS);
  checkList(given["projects"], "projects", checkProject);
  checkList(given["rules"], "rules", checkRule);
  checkFaults(given["faults"]);
  optional(given["labels"], "labels", checkTexts);
  for (const name of ["allowedHosts", "ownHosts"]) checkList(given[name], name, checkText);
  optional(given["pace"], "pace", (pace, path) =>
    checkNumber(checkObject(pace, path, ["msPerFrame"])["msPerFrame"], `${path}.msPerFrame`, {
      min: 0,
      max: 3_600_000,
    }),
  );
  optional(given["files"], "files", checkFiles);
  for (const name of ["fetch", "now", "sleep", "createId"]) {
    optional(given[name], name, (value, path) =>
      typeof value === "function" ? value : refuse(path, "a function", value),
    );
  }
  for (const name of ["maxBodyBytes", "maxQueueBytes", "keepTasks", "seed"]) {
    optional(given[name], name, (value, path) => checkNumber(value, path, { min: 0, whole: true }));
  }
}

function checkFiles(value: unknown, path: string): void {
  if (!isPlainObject(value)) refuse(path, "an object", value);
  for (const [url, file] of Object.entries(value)) {
    const isFile = file instanceof Blob || file instanceof Uint8Array || typeof file === "function";
    if (!isFile) refuse(`${path}["${url}"]`, "a Blob, a Uint8Array, or a function that gives a Blob", file);
  }
}

function checkFaults(value: unknown): void {
  if (typeof value === "string") parseFaults(value, "faults");
  else {
    checkList(value, "faults", (fault, path) =>
      typeof fault === "string" ? parseFaults(fault, path) : checkFault(fault, path),
    );
  }
}

function checkProject(value: unknown, path: string): void {
  const project = checkObject(value, path, PROJECT_KEYS);
  const key = checkText(project["key"], `${path}.key`);
  // It has to fit into a header, behind the scheme.
  if (/\s/.test(key)) refuse(`${path}.key`, "without blanks", key);
  const model = checkWord(project["model"], `${path}.model`, keysOf(MODEL_FACTS));
  for (const name of ["id", "userId"]) {
    optional(project[name], `${path}.${name}`, (id, at) => checkNumber(id, at, { min: 0, whole: true }));
  }
  for (const name of ["unitPriceUsd", "balanceUsd"]) optional(project[name], `${path}.${name}`, checkMoney);
  optional(project["rateLimit"], `${path}.rateLimit`, checkRateLimit);
  optional(project["generations"], `${path}.generations`, (list, at) =>
    checkList(list, at, (one, place) => checkGeneration(checkWord(one, place, GENERATIONS), place, model)),
  );
  optional(project["variants"], `${path}.variants`, checkVariants);
  checkList(project["choices"], `${path}.choices`, checkText);
}

function checkGeneration(generation: ApiGeneration, path: string, model: EmulatorModel): void {
  const { generations, generationsByOption = [] } = MODEL_FACTS[model];
  const known = [...generations, ...generationsByOption];
  if (known.includes(generation)) return;
  refuse(
    path,
    `one of ${known.join(", ")}, because no other form of the replies of ${model} is known`,
    generation,
  );
}

function checkMoney(value: unknown, path: string): void {
  const usd = checkNumber(value, path, { min: 0 });
  if (!isCountable(usd)) refuse(path, "in whole 0.00001 of a dollar", usd);
}

function checkRateLimit(value: unknown, path: string): void {
  const limit = checkObject(value, path, ["requests", "perSeconds", "retryAfterSeconds"]);
  checkNumber(limit["requests"], `${path}.requests`, { min: 0, whole: true });
  optional(limit["perSeconds"], `${path}.perSeconds`, (seconds, at) =>
    checkNumber(seconds, at, { min: 0.001 }),
  );
  optional(limit["retryAfterSeconds"], `${path}.retryAfterSeconds`, (seconds, at) =>
    checkNumber(seconds, at, { min: 0 }),
  );
}

function checkVariants(value: unknown, path: string): void {
  const variants = checkObject(value, path, ["status", "classKey", "charge", "mimeType", "fromCache"]);
  optional(variants["status"], `${path}.status`, (one, at) => checkWord(one, at, ["object", "array"]));
  optional(variants["classKey"], `${path}.classKey`, (one, at) =>
    checkWord(one, at, ["class", "class_name"]),
  );
  optional(variants["charge"], `${path}.charge`, (one, at) =>
    checkWord(one, at, ["auto", "number", "string"]),
  );
  optional(variants["mimeType"], `${path}.mimeType`, checkFlag);
  optional(variants["fromCache"], `${path}.fromCache`, checkFlag);
}
