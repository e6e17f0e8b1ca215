import type { Verdict } from "@hivekit/core/policy";
import type { JudgeItem, JudgeOptions, PromptPolicy } from "@hivekit/core/vlm";
import { firstValueFrom, merge } from "rxjs";
import type { Observable } from "rxjs";
import { failOnAbort } from "./fail-on-abort.ts";

/** A model whose verdicts come from marble diagrams. A subscription to a diagram represents a connection. */
export type VlmJudge = {
  readonly judge: (item: JudgeItem, policy: PromptPolicy, options?: JudgeOptions) => Promise<Verdict>;
  /** The policy and the options of each judgment. */
  readonly calls: { readonly policy: PromptPolicy; readonly options: JudgeOptions | undefined }[];
};

export function vlmJudge(verdictOn: (item: JudgeItem) => Observable<Verdict>): VlmJudge {
  const calls: VlmJudge["calls"] = [];
  return {
    calls,
    judge: async (item, policy, options) => {
      calls.push({ policy, options });
      return firstValueFrom(merge(verdictOn(item), failOnAbort(options?.signal)));
    },
  };
}
