import { openScope } from "../transport/call-scope.ts";
import { callSafely } from "../transport/logger.ts";
import { combineResults } from "./combine-results.ts";
import type { Member } from "./member.ts";
import { MemberCall } from "./member-call.ts";
import type { CallListener } from "./member-call.ts";
import type { PanelMemberResult, PanelVerdict } from "./panel-verdict.ts";
import { isCovered, pickParts, rejectSharedStreams } from "./read-item.ts";
import type { PanelItem } from "./read-item.ts";

/** The items of one verdict; `name` is `null` for the only one. */
export type NamedItem = { readonly name: string | null; readonly item: PanelItem };

/** The settings of one verdict. */
export type JudgeSettings = {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly onMember: ((key: string, result: PanelMemberResult) => void) | undefined;
};

/**
 * Asks all members about all items.
 *
 * @throws HiveInputError before anything is sent, if media can be read only once and several members take it.
 * @throws the signal's reason if it aborts.
 */
export async function judgeItems(
  items: readonly NamedItem[],
  members: readonly Member[],
  settings: JudgeSettings,
): Promise<PanelVerdict> {
  const { signal, timeoutMs, onMember } = settings;
  if (signal?.aborted === true) throw signal.reason;
  const byItem = items.map((item) => createCalls(item, members));
  rejectSharedStreams(
    items.flatMap(({ item: { oneShot } }, index) =>
      oneShot === null
        ? []
        : (byItem[index] ?? []).flatMap(({ submission }) =>
            submission !== null && "media" in submission ? [oneShot] : [],
          ),
    ),
  );
  const calls = byItem.flat();
  const takes = members.map((member) => member.takes);
  /** Aborts when the caller does. */
  const scope = openScope({ signals: [signal] });
  scope.signal.addEventListener("abort", () => {
    for (const call of calls) call.abort(scope.signal.reason);
  });
  const timer = setTimeout(() => {
    for (const call of calls) call.timeOut(timeoutMs);
  }, timeoutMs);
  const onResult: CallListener["onResult"] = ({ key }, result) => {
    if (!scope.signal.aborted) void callSafely(() => onMember?.(key, result));
  };
  try {
    const asked = byItem.map((ofItem) => askAboutItem(ofItem, { calls, onResult }));
    await scope.race(Promise.all(asked));
    return combineResults(
      calls,
      items.every(({ item }) => isCovered(item, takes)),
    );
  } finally {
    clearTimeout(timer);
    scope.close();
  }
}

/** Creates the call of each member about one item. */
function createCalls({ name, item }: NamedItem, members: readonly Member[]): readonly MemberCall[] {
  const given = members.map((member) => ({ member, submission: pickParts(item, member.takes) }));
  const hasKept = given.some(
    ({ member, submission }) => submission !== null && (member.isAlways || member.tags.length > 0),
  );
  return given.map(({ member, submission }) => {
    const key = name === null ? member.name : `${name}.${member.name}`;
    return new MemberCall(key, { member, submission, isAwaited: member.isFirst && hasKept });
  });
}

/** Asks the members about one item: first those that go first, one after another, then the others at the same time. */
async function askAboutItem(
  ofItem: readonly MemberCall[],
  { calls, onResult }: Pick<CallListener, "onResult"> & { readonly calls: readonly MemberCall[] },
): Promise<void> {
  const withhold = (by: MemberCall, why: string): void => {
    for (const call of ofItem) if (call !== by) call.cancel(why);
  };
  const listener: CallListener = {
    onResult,
    onBlock: (by) => {
      for (const call of calls) if (call !== by) call.stopAfterBlock(by.key);
    },
    onRestricted: (by) =>
      withhold(by, `"${by.key}" reports that the item may be child sexual abuse material`),
  };
  // A result that does not depend on an answer comes first.
  await Promise.all(ofItem.filter(({ submission }) => submission === null).map((call) => call.ask(listener)));
  for (const call of ofItem.filter(({ member }) => member.isFirst)) {
    await call.ask(listener);
    if (!call.isClear) withhold(call, `"${call.key}" goes first and did not allow the item`);
  }
  await Promise.all(ofItem.map((call) => call.ask(listener)));
}
