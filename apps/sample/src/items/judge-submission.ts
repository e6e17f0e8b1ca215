import type { Submission } from "@hivekit/core";
import type { Verdict } from "@hivekit/core/policy";
import type { PromptPolicy } from "@hivekit/core/vlm";
import type { HiveService } from "@hivekit/nestjs";
import type { TokenCount } from "../../api/desk-api.ts";

/** A verdict of the vision language model. */
export type Judgment = {
  readonly verdict: Verdict;
  /** The tokens of the answers that could be used; `null` if there is none. */
  readonly tokens: TokenCount | null;
  /** Hive's JSON of these answers. */
  readonly replies: readonly unknown[];
};

/** Judges a submission by a prompt policy. @throws the errors of `HiveVlm.judge` */
export async function judgeSubmission(
  submission: Submission,
  policy: PromptPolicy,
  { hive, signal }: { readonly hive: Pick<HiveService, "vlm">; readonly signal: AbortSignal },
): Promise<Judgment> {
  const replies: unknown[] = [];
  let tokens: TokenCount | null = null;
  const verdict = await hive.vlm.judge(submission, policy, {
    signal,
    onAnswer: ({ usage, raw }) => {
      const { prompt, answer } = tokens ?? { prompt: 0, answer: 0 };
      tokens = { prompt: prompt + usage.promptTokens, answer: answer + usage.completionTokens };
      replies.push(raw);
    },
  });
  return { verdict, tokens, replies };
}
