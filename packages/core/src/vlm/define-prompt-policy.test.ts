import { describe, expect, it } from "vitest";
import { definePromptPolicy } from "./define-prompt-policy.ts";
import type { PromptPolicy } from "./prompt-policy.ts";

const insult = { description: "Insults against a person.", decision: "review" } as const;

/** A policy with the mistakes of a user who writes JavaScript. */
function policyWith(properties: object): PromptPolicy {
  return { instructions: "A forum.", categories: { insult }, ...properties };
}

describe("definePromptPolicy", () => {
  it("returns a frozen copy, which later changes of the original do not affect", () => {
    const categories = { insult: { ...insult } };
    const policy = definePromptPolicy({ instructions: "A forum.", categories });
    Object.assign(categories, { other: insult });
    expect(policy).toEqual({ instructions: "A forum.", categories: { insult } });
    const parts = [policy, policy.categories, policy.categories["insult"]];
    expect(parts.map((part) => Object.isFrozen(part))).toEqual([true, true, true]);
  });

  it("accepts the names of inherited properties", () => {
    const { categories } = definePromptPolicy(policyWith({ categories: { constructor: insult } }));
    expect(Object.keys(categories)).toEqual(["constructor"]);
  });

  it.each<[string, object, string]>([
    ["an unknown property", { categorys: {} }, "categorys"],
    ["empty instructions", { instructions: " " }, "instructions"],
    ["no categories", { categories: {} }, "categories"],
    ["a list of categories", { categories: [insult] }, "categories"],
    ["a category that is a text", { categories: { insult: "Insults." } }, "categories.insult"],
    [
      "an empty description",
      { categories: { insult: { ...insult, description: "" } } },
      "categories.insult.description",
    ],
    [
      "an unknown decision",
      { categories: { insult: { ...insult, decision: "allow" } } },
      "categories.insult.decision",
    ],
    [
      "an unknown property of a category",
      { categories: { insult: { ...insult, weight: 1 } } },
      "categories.insult.weight",
    ],
    ["the name of the explanation", { categories: { explanation: insult } }, "categories.explanation"],
    ["a value of explain that is not a boolean", { explain: 1 }, "explain"],
  ])("rejects %s", (_name, properties, option) => {
    expect(() => definePromptPolicy(policyWith(properties))).toThrow(
      expect.objectContaining({ kind: "config", option }),
    );
  });

  it.each(["", "1st", "a b", "a.b", "naïve", "__proto__", `a${"b".repeat(64)}`, "a\n"])(
    "rejects the name %j and does not quote it",
    (name) => {
      const categories = Object.fromEntries([[name, insult]]);
      expect(() => definePromptPolicy(policyWith({ categories }))).toThrow(
        "categories has a name that is not allowed; start with a letter",
      );
    },
  );

  it.each([
    ["csam", "Anything."],
    ["childSexualAbuse", "Anything."],
    ["child_sexual_exploitation", "Anything."],
    ["minors", "Child sexual abuse."],
    ["minors", "CSAM, or anything close to it."],
    ["minors", "Child  pornography."],
    ["isCSAM", "Anything."],
    ["csamContent", "Anything."],
    ["minors", "Sexual exploitation of children."],
    ["minors", "Children's sexual content."],
    ["minors", "Sexual content involving minors."],
    ["minors", "Sexual content with a child."],
    ["minors", "Sexualized depictions of minors."],
    ["minors", "Nude children."],
    ["minors", "Images showing naked children."],
    ["underageNudity", "Anything."],
    ["sexualizedMinors", "Anything."],
    ["minorsSexual", "Anything."],
  ])("rejects the category %s: %s", (name, description) => {
    const categories = { [name]: { description, decision: "block" } };
    expect(() => definePromptPolicy(policyWith({ categories }))).toThrow(
      "must never be sent to a language model",
    );
  });

  it.each(["basicSamples", "childSafety", "adultSexualContent"])("accepts the category %s", (name) => {
    const { categories } = definePromptPolicy(policyWith({ categories: { [name]: insult } }));
    expect(Object.keys(categories)).toEqual([name]);
  });

  it("reads each property once, so that a getter cannot return another value after the check", () => {
    const decisions = ["block", "allow"];
    const changing = {
      description: "Insults.",
      get decision() {
        return decisions.shift();
      },
    };
    const policy = definePromptPolicy(policyWith({ categories: { insult: changing } }));
    expect(policy.categories["insult"]?.decision).toBe("block");
    expect(decisions).toEqual(["allow"]);
  });

  it.each([
    "Sexual content with minor nudity.",
    "Sexual content. Educational material for children is allowed.",
    "Persons under age drink alcohol.",
    "Insults against minors.",
  ])("accepts the description %j", (description) => {
    const categories = { other: { description, decision: "review" } } as const;
    expect(definePromptPolicy(policyWith({ categories })).categories).toEqual(categories);
  });

  it.each([undefined, null, "A forum.", []])("rejects the policy %j and says what it must be", (policy) => {
    // @ts-expect-error -- a user who writes JavaScript
    expect(() => definePromptPolicy(policy)).toThrow(
      "the policy must be a plain object with instructions and categories",
    );
  });

  it("names an empty text as such", () => {
    const categories = { insult: { ...insult, description: "" } };
    expect(() => definePromptPolicy(policyWith({ categories }))).toThrow(
      "categories.insult.description must be a text that is not blank, got an empty string.",
    );
  });

  it("replaces lone surrogates, which strict parsers reject", () => {
    const policy = definePromptPolicy({
      instructions: "A forum\ud800.",
      categories: { insult: { ...insult, description: "\udc00Insults." } },
    });
    expect(policy).toEqual({
      instructions: "A forum\ufffd.",
      categories: { insult: { ...insult, description: "\ufffdInsults." } },
    });
  });
});
