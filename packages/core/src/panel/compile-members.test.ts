import { describe, expect, it } from "vitest";
import { HiveClient } from "../client/hive-client.ts";
import type { Policy } from "../policy/policy.ts";
import { RECOMMENDED_POLICY } from "../policy/presets.ts";
import { verdictOf } from "../../test/panel-projects.ts";
import { compileMembers } from "./compile-members.ts";
import type { PanelOptions } from "./panel-options.ts";

const client = new HiveClient({ apiKey: "any" });
const judge = async () => verdictOf("allow");
const visual: Policy = { block: { yes_smoking: 0.9 } };

/** The option that is wrong, and the message. */
function problemWith(options: unknown): string {
  try {
    // Callers may use JavaScript.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the point of the test
    compileMembers(options as PanelOptions);
  } catch (error) {
    const { option, message } = Object(error);
    return `${option}: ${message}`;
  }
  return "none";
}

describe("takes", () => {
  it.each<[string, Policy, string]>([
    ["visual classes", RECOMMENDED_POLICY, "media"],
    [
      "boxes of own classes",
      { block: [{ kind: "boxes", class: "own", atLeast: 0.9 }], classes: ["own"] },
      "media",
    ],
    ["hash matches", { block: [{ kind: "match" }] }, "media"],
    ["levels", { review: { hate: 2 } }, "text"],
    [
      "own classes of texts",
      { block: [{ kind: "text", class: "own", atLeast: 2 }], classes: ["own"] },
      "text",
    ],
    ["the classes of tags", { tags: { smoke: { yes_smoking: 0.9 } } }, "media"],
    ["the hits of tags", { tags: { links: [{ kind: "urls" }] } }, "text"],
    ["hits", { block: [{ kind: "any", of: [{ kind: "pii" }] }] }, "text"],
  ])("is inferred from %s", (_, policy, takes) => {
    expect(compileMembers({ members: { one: { client, policy } } })[0]?.takes).toBe(takes);
  });

  it.each<[string, Policy]>([
    ["both kinds of classes", { block: { yes_smoking: 0.9, hate: 2 } }],
    ["own classes only", { block: { own: 0.9 }, classes: ["own"] }],
    ["labels only", { block: [{ kind: "labels", labels: ["bad"] }] }],
  ])("is required for %s", (_, policy) => {
    expect(problemWith({ members: { one: { client, policy } } })).toBe(
      "members.one.takes: createPanel: members.one.takes is required, because the policy does not show whether the project accepts media or text.",
    );
    expect(compileMembers({ members: { one: { client, policy, takes: "both" } } })[0]?.takes).toBe("both");
  });
});

describe("first", () => {
  it.each<[string, Policy, boolean]>([
    ["a condition on hash matches", { block: [{ kind: "all", of: [{ kind: "match" }] }] }, true],
    ["a condition on the class csam", { review: { csam: 0.8 } }, true],
    ["a tag for hash matches", { tags: { match: [{ kind: "match" }] } }, true],
    ["a tag for the class csam", { tags: { abuse: { csam: 0.8 } } }, true],
    ["the class csam in one frame", { block: [{ kind: "sameFrame", of: { csam: 0.8 } }] }, true],
    ["other conditions", visual, false],
  ])("is the default for %s: %s", (_, policy, isFirst) => {
    expect(compileMembers({ members: { one: { client, policy } } })[0]?.isFirst).toBe(isFirst);
    const problem = problemWith({ members: { one: { client, policy, first: false } } });
    expect(problem).toMatch(
      isFirst ? /^members\.one\.first: createPanel: members\.one\.first must not be false/ : /^none$/,
    );
  });

  it("may be set for any member", () => {
    const members = {
      one: { client, policy: visual, first: true },
      two: { judge, takes: "both", first: true },
    } as const;
    expect(compileMembers({ members }).map(({ isFirst }) => isFirst)).toEqual([true, true]);
  });
});

it.each<[unknown, string]>([
  [undefined, "null: createPanel: options must be a plain object, got null."],
  [{}, "members: createPanel: members is required."],
  [{ members: {} }, "members: createPanel: members must have at least one member."],
  [
    { members: [{ client, policy: visual }] },
    "members: createPanel: members must be a plain object, got array.",
  ],
  [
    { members: { "": { client, policy: visual } } },
    "members: createPanel: members must not have an empty name.",
  ],
  [
    { members: { "a.b": { client, policy: visual } } },
    'members: createPanel: members must not have a name with a dot, got "a.b".',
  ],
  [{ members: { one: undefined } }, "members.one: createPanel: members.one is required."],
  [
    { members: { one: {} } },
    "members.one.client: createPanel: members.one.client is required, unless the member has a judge.",
  ],
  [
    { members: { one: { client } } },
    "members.one.policy: createPanel: members.one.policy is required together with client.",
  ],
  [
    { members: { one: { client: {}, policy: visual } } },
    "members.one.client: createPanel: members.one.client must be a HiveClient, or an object with its method frames, got object.",
  ],
  [
    { members: { one: { client, policy: { block: { gun: 0.9 } } } } },
    expect.stringMatching(
      /^members\.one\.policy\.block\.gun: createPanel: members\.one\.policy\.block\.gun .*gun_in_hand/,
    ),
  ],
  [
    { members: { one: { client, policy: visual, tags: ["a"] } } },
    "members.one.tags: createPanel: members.one.tags requires judge; with client, the policy defines the tags.",
  ],
  [
    { members: { one: { client, policy: visual, takes: "image" } } },
    "members.one.takes: createPanel: members.one.takes must be one of media, text, both, got string.",
  ],
  [
    { members: { one: { client, policy: visual, options: { signal: 1 } } } },
    expect.stringMatching(/^members\.one\.options\.signal: .* is unknown; use one of /),
  ],
  [
    { members: { one: { client, policy: visual, timeout: 1 } } },
    expect.stringMatching(/^members\.one\.timeout: .* is unknown; use one of client, /),
  ],
  [
    { members: { one: { judge } } },
    "members.one.takes: createPanel: members.one.takes is required together with judge.",
  ],
  [
    { members: { one: { judge, takes: "text", policy: visual } } },
    "members.one.policy: createPanel: members.one.policy cannot be combined with judge.",
  ],
  [
    { members: { one: { judge, takes: "text", tags: [""] } } },
    "members.one.tags: createPanel: members.one.tags must be an array of non-empty strings, got array.",
  ],
  [
    { members: { one: { judge, takes: "text" } }, timeoutMs: 0 },
    "timeoutMs: createPanel: timeoutMs must be a whole number from 1 to 2147483647, got 0.",
  ],
  [
    { members: { one: { judge, takes: "text" } }, member: {} },
    "member: createPanel: member is unknown; use one of members, timeoutMs, keepTasks, telemetry.",
  ],
])("rejects %o", (options, problem) => {
  expect(problemWith(options)).toEqual(problem);
});
