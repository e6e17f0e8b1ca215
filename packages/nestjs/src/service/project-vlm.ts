import type {
  Answer,
  AskOptions,
  HiveVlm,
  JudgeItem,
  JudgeOptions,
  PromptPolicy,
  TypedVlmQuestion,
  VlmQuestion,
} from "@hivekit/core/vlm";
import type { CallOptions } from "@hivekit/core";
import type { Verdict } from "@hivekit/core/policy";

/** The vision language model of a project: the methods of `HiveVlm`, as calls of its `HiveService`. */
export type HiveProjectVlm = Pick<HiveVlm, "ask" | "judge">;

/** Runs an action as a call of a service, which is counted, and aborted at shutdown. */
export type MakeCall = <Options extends Pick<CallOptions, "signal" | "onAttempt">, Value>(
  options: Options,
  action: (options: Options) => Promise<Value>,
) => Promise<Value>;

/** Runs each question and each judgment as a call of a service. */
export class ProjectVlm implements HiveProjectVlm {
  readonly #vlm: HiveProjectVlm;
  readonly #call: MakeCall;

  constructor(vlm: HiveProjectVlm, call: MakeCall) {
    this.#vlm = vlm;
    this.#call = call;
  }

  ask<Value>(question: TypedVlmQuestion<Value>, options?: AskOptions): Promise<Answer<Value>>;
  ask(question: VlmQuestion & { readonly schema?: undefined }, options?: AskOptions): Promise<Answer<string>>;
  ask<Value>(
    question: TypedVlmQuestion<Value> | (VlmQuestion & { readonly schema?: undefined }),
    options: AskOptions = {},
  ): Promise<Answer<Value>> {
    return this.#call(options, (callOptions) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the overloads of both methods are the same
      this.#vlm.ask(question as TypedVlmQuestion<Value>, callOptions),
    );
  }

  judge(item: JudgeItem, policy: PromptPolicy, options: JudgeOptions = {}): Promise<Verdict> {
    return this.#call(options, (callOptions) => this.#vlm.judge(item, policy, callOptions));
  }
}
