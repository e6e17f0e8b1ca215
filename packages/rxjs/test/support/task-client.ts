import type { CallOptions, Submission, Task } from "@hivekit/core";
import { firstValueFrom, merge } from "rxjs";
import type { Observable } from "rxjs";
import { failOnAbort } from "./fail-on-abort.ts";

/** A client whose responses are marble diagrams of one task. A subscription to the diagram is a connection. */
export type TaskClient = {
  readonly classify: (submission: Submission, options?: CallOptions) => Promise<Task>;
  /** The options of each call. */
  readonly calls: (CallOptions | undefined)[];
};

export function taskClient(replyTo: (submission: Submission) => Observable<Task>): TaskClient {
  const calls: (CallOptions | undefined)[] = [];
  return {
    calls,
    classify: async (submission, options) => {
      calls.push(options);
      return firstValueFrom(merge(replyTo(submission), failOnAbort(options?.signal)));
    },
  };
}
