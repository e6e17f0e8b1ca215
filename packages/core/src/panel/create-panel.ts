import { CALL_CHECKS } from "../client/option-checks.ts";
import { HiveInputError } from "../error/hive-input-error.ts";
import { isHiveError } from "../error/is-hive-error.ts";
import { checkOptions, functionValue } from "../options/check-options.ts";
import type { OptionChecks } from "../options/check-options.ts";
import type { Submission } from "../submission/submission.ts";
import { recordVerdict } from "../transport/call-trace.ts";
import { isPlainObject } from "../value/is-object.ts";
import { compileMembers } from "./compile-members.ts";
import { judgeItems } from "./judge-items.ts";
import type { JudgeSettings, NamedItem } from "./judge-items.ts";
import type { PanelCallOptions, PanelOptions } from "./panel-options.ts";
import type { PanelVerdict } from "./panel-verdict.ts";
import { readItem } from "./read-item.ts";

const DEFAULT_TIMEOUT_MS = 300_000;

const CALL_OPTION_CHECKS: OptionChecks<PanelCallOptions> = {
  signal: CALL_CHECKS.signal,
  timeoutMs: CALL_CHECKS.timeoutMs,
  onMember: functionValue,
};

/** Judges items with several members, and combines their verdicts. Has no state, so one panel serves a whole app. */
export interface Panel<Name extends string = string> {
  /**
   * Judges one item: media or its URL, text, or both. Each member receives the parts that it takes.
   *
   * A member that fails does not make the call throw: the verdict contains the error, and is never `allow`. An item
   * with a part that no member takes is never allowed either. An empty text counts as absent.
   *
   * @param item - Media that several members take must be readable more than once: a Blob, bytes, or a function that
   * opens it, such as `fromPath` returns. Each member opens it for itself.
   * @throws HiveConfigError if an option is unknown or invalid. Nothing is sent.
   * @throws HiveInputError if the item is invalid, or several members take a stream. Nothing is sent.
   * @throws the signal's reason if the signal aborts.
   */
  judge(item: Submission, options?: PanelCallOptions<Name>): Promise<PanelVerdict<Name>>;

  /**
   * Judges several items of one post, such as its picture and the avatar of its author, and combines all verdicts
   * into one. A block of one item cancels the members of all items, with the same exceptions as in {@link Panel.judge}.
   *
   * @param items - The items by name, at least one.
   * @returns a verdict whose members are named after item and member: `avatar.visual`.
   * @throws the errors of {@link Panel.judge}.
   */
  judgeAll<Item extends string>(
    items: Readonly<Record<Item, Submission>>,
    options?: PanelCallOptions<`${Item}.${Name}`>,
  ): Promise<PanelVerdict<`${Item}.${Name}`>>;
}

/**
 * Creates a panel: several Hive projects, and functions of your own, that judge an item together. Sends nothing.
 *
 * The strictest decision wins: `block`, then `review`, then `unknown`, then `allow`. A member that fails or is canceled
 * counts as `unknown`. As soon as the decision of a member to block is settled, the panel cancels the others, except
 * those with tags or `always: true`. Members that search for child sexual abuse material are asked first, and no other
 * member receives an item that they do not allow.
 *
 * @throws HiveConfigError if an option is unknown or invalid, or a member needs `takes`.
 *
 * @example
 * ```ts
 * import { HiveClient } from "@hivekit/core";
 * import { createPanel } from "@hivekit/core/panel";
 * import { RECOMMENDED_POLICY } from "@hivekit/core/policy";
 *
 * const visual = new HiveClient({ apiKey: "YOUR_KEY" });
 * const text = new HiveClient({ apiKey: "YOUR_TEXT_KEY", api: "v2" });
 * const panel = createPanel({
 *   members: {
 *     visual: { client: visual, policy: RECOMMENDED_POLICY },
 *     text: { client: text, policy: { block: { hate: 3 }, review: { hate: 2 } } },
 *   },
 * });
 * const { decision, members } = await panel.judge({ url: "https://example.com/photo.jpg", text: "Have a nice day" });
 * console.log(decision, members.text.verdict?.decision);
 * ```
 */
export function createPanel<Name extends string>(options: PanelOptions<Name>): Panel<Name> {
  const members = compileMembers(options);
  const panelTimeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;

  async function judgeNamed<Key extends string>(
    items: readonly NamedItem[],
    { signal, timeoutMs = panelTimeoutMs, onMember }: PanelCallOptions<Key>,
  ): Promise<PanelVerdict<Key>> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `Key` is the type of the names that it gets
    const settings = { signal, timeoutMs, onMember } as JudgeSettings;
    const verdict = await judgeItems(items, members, settings);
    recordVerdict(options.telemetry, verdict, { source: "panel" });
    return verdict;
  }

  return {
    judge: async (item, callOptions = {}) => {
      checkOptions<PanelCallOptions>(callOptions, CALL_OPTION_CHECKS, "judge");
      return judgeNamed([{ name: null, item: readItem(item) }], callOptions);
    },
    judgeAll: async (items, callOptions = {}) => {
      checkOptions<PanelCallOptions>(callOptions, CALL_OPTION_CHECKS, "judgeAll");
      return judgeNamed(readItems(items), callOptions);
    },
  };
}

function readItems(items: Readonly<Record<string, Submission>>): readonly NamedItem[] {
  const entries = isPlainObject(items) ? Object.entries(items) : [];
  if (entries.length === 0) {
    throw new HiveInputError("judgeAll() requires a plain object with at least one item, by name.");
  }
  return entries.map(([name, item]) => {
    try {
      return { name, item: readItem(item) };
    } catch (error) {
      if (!isHiveError(error)) throw error;
      throw new HiveInputError(`Item "${name}": ${error.message}`, { cause: error });
    }
  });
}
