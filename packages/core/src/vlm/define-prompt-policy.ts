import { HiveConfigError } from "../error/hive-config-error.ts";
import {
  booleanValue,
  checkOptions,
  createOptionError,
  mustBe,
  objectOf,
  oneOf,
  required,
} from "../options/check-options.ts";
import type { OptionCheck } from "../options/check-options.ts";
import { isPlainObject } from "../value/is-object.ts";
import { toWellFormed } from "../value/well-formed.ts";
import type { PromptCategory, PromptPolicy } from "./prompt-policy.ts";

/** The name of the property for the model's explanation. */
export const EXPLANATION = "explanation";

const NAME = /^[a-z]\w{0,63}$/i;
/**
 * Names of child sexual abuse material, in text with one space between words. Such content must not be sent to a
 * general model.
 */
const CSAM = [
  /\bcs[ae]m/i,
  /\b(?:child(?:ren)?(?: ?s)?|under ?age|minors) ?(?:sexual|porn|nud)/i,
  // The adjective "minor" is common, as in "with minor nudity", so the noun needs a plural or an article.
  /\b(?:sexual|porn|nud|naked)[a-z]*(?: [a-z]+)? (?:of|with|involving|depicting|showing|featuring) (?:(?:a|the) minor|(?:a |the )?child|minors|under ?age)/i,
  /\b(?:sexual|porn|nud|naked)[a-z]* (?:child|minors|under ?age)/i,
];

/** The policies that `definePromptPolicy` returned, which are immutable. */
const checked = new WeakSet<PromptPolicy>();

const words: OptionCheck = required(
  mustBe("a text that is not blank", (value) => typeof value === "string" && value.trim() !== ""),
);

const checkCategory = required(
  objectOf<PromptCategory>({ description: words, decision: required(oneOf("block", "review")) }),
);

/**
 * Checks a prompt policy once, where it is defined.
 *
 * @param policy - Plain data, for example from a JSON file.
 * @returns a frozen copy. `judge` accepts any policy, but checks it each time unless this function returned it.
 * @throws HiveConfigError whose `option` is the path in the policy: if a property is unknown, missing or invalid; if
 * there is no category, or a name is not allowed; or if a category is about child sexual abuse material. Such content
 * must never be sent to a language model: use Hive's CSAM detection.
 *
 * @example
 * ```ts
 * import { definePromptPolicy } from "@hivekit/core/vlm";
 *
 * export const rules = definePromptPolicy({
 *   instructions: "A forum for students.",
 *   categories: {
 *     weaponsSale: { description: "Offers to sell or buy weapons.", decision: "block" },
 *     insult: { description: "Insults against a person. Criticism is allowed.", decision: "review" },
 *   },
 * });
 * ```
 */
export function definePromptPolicy(policy: PromptPolicy): PromptPolicy {
  if (!isPlainObject(policy)) {
    throw new HiveConfigError(
      "definePromptPolicy: the policy must be a plain object with instructions and categories.",
    );
  }
  const given = copyProperties(policy);
  checkOptions<PromptPolicy>(
    given,
    { instructions: words, categories: required(checkCategories), explain: booleanValue },
    "definePromptPolicy",
  );
  const categories = Object.entries(given.categories).map(([name, { description, decision }]) => {
    return [name, Object.freeze({ description: toWellFormed(description), decision })] as const;
  });
  const copy: PromptPolicy = Object.freeze({
    instructions: toWellFormed(given.instructions),
    categories: Object.freeze(Object.fromEntries(categories)),
    ...(given.explain === undefined ? {} : { explain: given.explain }),
  });
  checked.add(copy);
  return copy;
}

/** Reads each property once, so that a getter cannot return another value after the check. */
function copyProperties({ categories, ...others }: PromptPolicy): PromptPolicy {
  if (!isPlainObject(categories)) return { ...others, categories };
  const copies = Object.entries(categories).map(([name, category]) => {
    return [name, isPlainObject(category) ? { ...category } : category];
  });
  return { ...others, categories: Object.fromEntries(copies) };
}

/** Returns an immutable policy. @throws HiveConfigError as {@link definePromptPolicy} does. */
export function requirePromptPolicy(policy: PromptPolicy): PromptPolicy {
  return checked.has(policy) ? policy : definePromptPolicy(policy);
}

const checkCategories: OptionCheck = (value, path, report) => {
  const entries = isPlainObject(value) ? Object.entries(value) : [];
  if (entries.length === 0) report(path, "must be an object with at least one category");
  for (const [name, category] of entries) {
    // The name may be anything that an untrusted file contains, so it is shown only if it is valid.
    if (!NAME.test(name)) {
      report(
        path,
        "has a name that is not allowed; start with a letter, and use up to 64 letters, digits or _",
      );
    }
    if (name === EXPLANATION) report(`${path}.${name}`, "is reserved; choose another name");
    checkCategory(category, `${path}.${name}`, report);
    rejectCsam(name, category);
  }
};

function rejectCsam(name: string, category: unknown): void {
  const description: unknown = Object(category).description;
  // Separates the words of a name such as isCSAM or child_sexual_abuse.
  const text = `${name} ${String(description)}`
    .replaceAll(/([a-z\d])([A-Z])|([A-Z])([A-Z][a-z])/g, "$1$3 $2$4")
    .replaceAll(/[^\p{L}\d]+/gu, " ");
  if (!CSAM.some((pattern) => pattern.test(text))) return;
  throw createOptionError(
    {
      path: `categories.${name}`,
      problem:
        "is about child sexual abuse material, which must never be sent to a language model; use Hive's CSAM detection (docs/csam.md)",
    },
    "definePromptPolicy",
  );
}
