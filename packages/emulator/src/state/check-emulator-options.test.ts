import { expect, it } from "vitest";
import { checkConfig, checkEmulatorOptions } from "./check-emulator-options.ts";
import type { EmulatorOptions } from "./emulator-options.ts";

const project = { key: "mine", model: "emulator_visual" } as const;
const match = { name: "*" };

const complete: EmulatorOptions = {
  projects: [
    {
      key: "mine",
      model: "emulator_labeling",
      id: 7,
      userId: 8,
      unitPriceUsd: 0.05,
      balanceUsd: 0,
      rateLimit: { requests: 0, perSeconds: 0.5, retryAfterSeconds: 0 },
      generations: ["v1", "v2"],
      variants: { status: "array", classKey: "class_name", charge: "auto", mimeType: false, fromCache: true },
      choices: [],
    },
  ],
  rules: [
    {
      match: {
        project: "mine",
        name: /^a/,
        url: "*",
        text: "*",
        words: ["a"],
        sha256: "0".repeat(64),
        metadata: "*",
      },
      classes: { yes_smoking: 1, spam: -1, hate: 2 },
      frames: [{ classes: {} }, { fromSeconds: 1, toSeconds: 1.5, classes: { no_gun: 1 } }],
      labels: ["yes"],
      filter: "profanity",
      language: "UNSUPPORTED",
      taskCode: "3300",
    },
  ],
  labels: ["yes"],
  faults: ["429*3", { kind: "reset" }],
  pace: { msPerFrame: 0 },
  allowedHosts: [],
  ownHosts: ["emulator"],
  files: { a: new Blob(), b: new Uint8Array(), c: () => new Blob() },
  fetch: () => Promise.reject(new Error("unused")),
  now: () => new Date(0),
  sleep: () => Promise.resolve(),
  createId: () => "id",
  seed: 0,
  maxBodyBytes: 0,
  maxQueueBytes: 0,
  keepTasks: 0,
};

it("accepts every option, and an option that is undefined", () => {
  const absent = Object.fromEntries(Object.keys(complete).map((key) => [key, undefined]));
  expect(() => checkEmulatorOptions(complete)).not.toThrow();
  expect(() => checkEmulatorOptions(absent)).not.toThrow();
});

it.each([
  [null, "options must be an object, got null."],
  [{ rule: [] }, 'options has no option "rule". Known options: projects, rules, labels, faults, pace, '],
  [{ projects: {} }, "projects must be an array, got an object."],
  [{ projects: [null] }, "projects[0] must be an object, got null."],
  [
    { projects: [{ ...project, key: undefined }] },
    "projects[0].key must be a non-empty string, got undefined.",
  ],
  [{ projects: [{ ...project, id: -1 }] }, "projects[0].id must be a whole number of at least 0, got -1."],
  [{ projects: [{ ...project, userId: "1" }] }, "projects[0].userId must be a whole number of at least 0"],
  [{ projects: [{ ...project, rateLimit: {} }] }, "projects[0].rateLimit.requests must be a whole number"],
  [
    { projects: [{ ...project, rateLimit: { requests: 1, perSeconds: 0 } }] },
    "projects[0].rateLimit.perSeconds must be a number of at least 0.001, got 0.",
  ],
  [
    { projects: [{ ...project, rateLimit: { requests: 1, retryAfterSeconds: -1 } }] },
    "projects[0].rateLimit.retryAfterSeconds must be a number of at least 0, got -1.",
  ],
  [
    { projects: [{ ...project, rateLimit: { requests: 1, perMinute: 1 } }] },
    'projects[0].rateLimit has no option "perMinute". Known options: requests, perSeconds, retryAfterSeconds.',
  ],
  [
    { projects: [{ ...project, generations: ["v4"] }] },
    'projects[0].generations[0] must be one of "v1", "v2"',
  ],
  [
    { projects: [{ ...project, model: "emulator_colors_mask", generations: ["v1", "v3"] }] },
    'projects[0].generations[1] must be one of "v1", "v2", the generations in which the response format of ' +
      'emulator_colors_mask is known, got "v3".',
  ],
  [
    { projects: [{ ...project, variants: { classKey: "name" } }] },
    'projects[0].variants.classKey must be one of "class", "class_name", got "name".',
  ],
  [
    { projects: [{ ...project, variants: { charge: 1 } }] },
    'projects[0].variants.charge must be one of "auto", "number", "string", got 1.',
  ],
  [
    { projects: [{ ...project, variants: { mimeType: "no" } }] },
    'projects[0].variants.mimeType must be true or false, got "no".',
  ],
  [
    { projects: [{ ...project, variants: { fromCache: 0 } }] },
    "projects[0].variants.fromCache must be true or false, got 0.",
  ],
  [
    { projects: [{ ...project, variants: { chargeUsd: 1 } }] },
    'projects[0].variants has no option "chargeUsd".',
  ],
  [{ projects: [{ ...project, choices: "yes" }] }, 'projects[0].choices must be an array, got "yes".'],
  [{ rules: [{ classes: {} }] }, "rules[0].match must be an object, got undefined."],
  [
    { rules: [{ match: { name: 3 }, classes: {} }] },
    "rules[0].match.name must be a non-empty string or a RegExp, got 3.",
  ],
  [{ rules: [{ match: { project: "" }, classes: {} }] }, "rules[0].match.project must be a non-empty string"],
  [{ rules: [{ match, classes: [] }] }, 'rules[0].classes must be an object such as { "yes_smoking": 0.97 }'],
  [
    { rules: [{ match, classes: { hate: 4 } }] },
    "rules[0].classes.hate must be a whole number from -1 to 3, got 4.",
  ],
  [
    { rules: [{ match, classes: { yes_smoking: undefined } }] },
    "rules[0].classes.yes_smoking must be a number from 0 to 1, got undefined.",
  ],
  [
    { rules: [{ match, classes: { no_smoking: 0.4, yes_smoking: 0.5 } }] },
    "rules[0].classes sets no_smoking, yes_smoking, whose scores must sum to 1 because they share a head, got 0.9.",
  ],
  [{ rules: [{ match, frames: {} }] }, "rules[0].frames must be an array"],
  [{ rules: [{ match, frames: [{}] }] }, "rules[0].frames[0].classes must be an object"],
  [
    { rules: [{ match, frames: [{ fromSeconds: -1, classes: {} }] }] },
    "rules[0].frames[0].fromSeconds must be a number of at least 0, got -1.",
  ],
  [
    { rules: [{ match, frames: [{ fromSeconds: 4, toSeconds: 4, classes: {} }] }] },
    "rules[0].frames[0].toSeconds must be greater than fromSeconds (4), got 4.",
  ],
  [
    { rules: [{ match, frames: [{ from: 4, classes: {} }] }] },
    'rules[0].frames[0] has no option "from". Known options: fromSeconds, toSeconds, classes.',
  ],
  [{ rules: [{ match: { words: ["a"] }, filter: "" }] }, "rules[0].filter must be a non-empty string"],
  [{ rules: [{ match, language: "English" }] }, 'rules[0].language must be a language code such as "EN"'],
  [{ rules: [{ match, taskCode: 3300 }] }, "rules[0].taskCode must be a task code of four digits"],
  [{ labels: "yes" }, 'labels must be an array, got "yes".'],
  [{ faults: {} }, "faults must be a string or an array, got an object."],
  [{ faults: "429,stal-body" }, 'faults: "stal-body": unknown fault "stal-body"'],
  [{ faults: ["429", "stal-body"] }, 'faults[1]: "stal-body": unknown fault "stal-body"'],
  [{ faults: [{ kind: "rest" }] }, "faults[0].kind must be one of"],
  [{ pace: 200 }, "pace must be an object, got 200."],
  [{ pace: { msPerFrame: 3_600_001 } }, "pace.msPerFrame must be a number from 0 to 3600000, got 3600001."],
  [{ pace: { ms: 1 } }, 'pace has no option "ms". Known options: msPerFrame.'],
  [{ allowedHosts: [""] }, 'allowedHosts[0] must be a non-empty string, got "".'],
  [{ ownHosts: [1] }, "ownHosts[0] must be a non-empty string, got 1."],
  [{ files: [] }, "files must be an object, got an empty array."],
  [
    { files: { a: "a.jpg" } },
    'files.a must be a Blob, a Uint8Array or a function that returns a Blob, got "a.jpg".',
  ],
  [{ seed: -1 }, "seed must be a whole number of at least 0, got -1."],
  [{ maxBodyBytes: "1 MB" }, 'maxBodyBytes must be a whole number of at least 0, got "1 MB".'],
  [{ maxQueueBytes: 0.5 }, "maxQueueBytes must be a whole number of at least 0, got 0.5."],
  [{ keepTasks: Number.POSITIVE_INFINITY }, "keepTasks must be a whole number of at least 0, got Infinity."],
])("rejects an invalid option with a message that names it: %j", (options, message) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- untyped, like JavaScript code
  expect(() => checkEmulatorOptions(options as EmulatorOptions)).toThrow(message);
});

it("does not repeat the key of a project", () => {
  const options = { projects: [{ ...project, key: "my secret" }] };
  expect(() => checkEmulatorOptions(options)).toThrow(
    "projects[0].key must not contain whitespace or control characters.",
  );
});

it.each([
  [[], "config.json must be an object, got an empty array."],
  [{ now: 1 }, 'config.json has no option "now". Known options: projects, rules, labels, faults, pace, '],
  [{ files: { a: 1 } }, "files.a must be a non-empty string, got 1."],
  [{ faults: [429] }, "faults[0] must be an object, got 429."],
  [{ seed: "1" }, 'seed must be a whole number of at least 0, got "1".'],
])("rejects an invalid configuration file with a message that names the option: %j", (json, message) => {
  expect(() => checkConfig(json, "config.json")).toThrow(message);
});
