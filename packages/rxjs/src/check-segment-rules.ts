import { checkClasses, checkEntries, checkScore, checkSeconds } from "./check-options.ts";
import { optionError } from "./option-error.ts";
import type { SegmentRule } from "./segment.ts";

const OF = "segments";
const PROPERTIES = ["enter", "leave", "minSeconds", "gapSeconds"];

/** A rule with its class and nothing left open. */
export type ClosedRule = { readonly class: string } & { readonly [Key in keyof SegmentRule]-?: number };

/** @throws HiveConfigError whose `option` is the place of what is wrong, for example `yes_smoking.leave`. */
export function checkSegmentRules(rules: unknown): readonly ClosedRule[] {
  return checkClasses(OF, rules).map(([name, rule]) => {
    const given = new Map(checkEntries({ of: OF, option: name }, rule, PROPERTIES));
    const numberOf = (option: string, check: typeof checkScore, otherwise?: number): number => {
      const value = given.has(option) ? given.get(option) : otherwise;
      check({ of: OF, option: `${name}.${option}` }, value);
      return Number(value);
    };
    const enter = numberOf("enter", checkScore);
    const leave = numberOf("leave", checkScore, enter);
    if (leave > enter) {
      const words = "must be at most enter: a segment that begins with a score must go on with it";
      throw optionError(OF, { option: `${name}.leave`, words });
    }
    const minSeconds = numberOf("minSeconds", checkSeconds, 0);
    return { class: name, enter, leave, minSeconds, gapSeconds: numberOf("gapSeconds", checkSeconds, 0) };
  });
}
