import { describe, expect, it } from "vitest";
import { createEmulatedProjects } from "../config/emulated-projects.ts";
import { readLivePromptProject } from "../config/live-project.ts";
import { MAX_POLICY_CHARACTERS, parsePolicyText, PolicyTextError } from "./parse-policy-text.ts";

const TEXT = `A forum for students of 16 to 19 years.
They sell books.

block weaponsSale: Offers to sell or buy weapons.
  News about weapons do not belong here.

Review insult : Insults against a person: "You are stupid".
`;

function findProblems(text: string): PolicyTextError["problems"] {
  try {
    parsePolicyText(text);
  } catch (error) {
    if (error instanceof PolicyTextError) return error.problems;
    throw error;
  }
  return [];
}

describe("the text of a policy", () => {
  it("has instructions, and a category on each line that starts with its decision", () => {
    expect(parsePolicyText(TEXT)).toEqual({
      instructions: "A forum for students of 16 to 19 years.\nThey sell books.",
      categories: {
        weaponsSale: {
          description: "Offers to sell or buy weapons. News about weapons do not belong here.",
          decision: "block",
        },
        insult: { description: 'Insults against a person: "You are stupid".', decision: "review" },
      },
    });
    expect(parsePolicyText(TEXT.replaceAll("\n", "\r\n"))).toEqual(parsePolicyText(TEXT));
  });

  it.each<[string, string, readonly [number | null, string][]]>([
    ["nothing", "", [[1, "Begin with instructions"]]],
    ["no category", "A forum.", [[null, "no category"]]],
    ["no instructions", "\nblock a: B.", [[1, "Begin with instructions"]]],
    ["a category without a name", "A forum.\nblock: Weapons.", [[2, "form block NAME"]]],
    ["a name of two words", "A forum.\n\nBlock weapons sale: Offers.", [[3, "form block NAME"]]],
    ["a name that is too long", `A forum.\nblock ${"x".repeat(65)}: Y.`, [[2, "up to 64 letters"]]],
    ["no colon", "A forum.\nreview insult Insults.", [[2, "form block NAME"]]],
    ["another decision", "A forum.\nblock a: B.\nallow c: D.", [[3, "Indent it"]]],
    ["no description", "A forum.\nblock a:\nreview b: C.", [[2, "Describe the category a"]]],
    ["a name twice", "A forum.\nblock a: B.\nreview a: C.", [[3, "already on line 2"]]],
    ["a reserved name", "A forum.\nblock explanation: B.", [[2, "reserved"]]],
    [
      "several problems",
      "A forum.\nblock a:\nstray\nblock\n",
      [
        [2, "Describe"],
        [3, "Indent"],
        [4, "form"],
      ],
    ],
    [
      "a stray line below an invalid category",
      "A forum.\nblock a b: C.\nstray",
      [
        [2, "form"],
        [3, "Indent"],
      ],
    ],
    ["child sexual abuse", "A forum.\nreview b: C.\nblock csam: Any.", [[3, "CSAM detection"]]],
  ])("is rejected with the number of the line if it has %s", (_name, text, expected) => {
    expect(findProblems(text)).toEqual(
      expected.map(([line, part]) => ({ line, message: expect.stringContaining(part) })),
    );
  });

  it("has a limited length, counted in code points", () => {
    const start = "A forum.\nblock a: ";
    const fill = (length: number): string => start + "😀".repeat(length - start.length);
    expect(parsePolicyText(fill(MAX_POLICY_CHARACTERS)).categories).toHaveProperty("a");
    expect(findProblems(fill(MAX_POLICY_CHARACTERS + 1))).toMatchObject([{ line: null }]);
  });

  it("is valid in the configuration", () => {
    const projects = [
      ...createEmulatedProjects({ url: "http://127.0.0.1:9" }),
      readLivePromptProject({ HIVE_VLM_API_KEY: "key" }),
    ];
    const texts = projects.flatMap((project) => project?.policyText ?? []);
    expect(texts.map((text) => Object.keys(parsePolicyText(text).categories))).toEqual([
      ["weaponsSale", "insult", "redSign"],
      ["weaponsSale", "insult"],
    ]);
  });

  it("is never repeated in an error", () => {
    const text = "A SECRETMARK.\nblock a: SECRETMARK\nSECRETMARK\nreview SECRETMARK SECRETMARK";
    expect(findProblems(text)).toHaveLength(2);
    expect(JSON.stringify(findProblems(text))).not.toContain("SECRETMARK");
  });

  it("may call a category like a property that every object has", () => {
    expect(
      Object.keys(parsePolicyText("A forum.\nblock constructor: B.\nreview toString: C.").categories),
    ).toEqual(["constructor", "toString"]);
  });
});
