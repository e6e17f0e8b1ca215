import { evaluatePolicy } from "@hivekit/core/evaluate";
import type { Evaluation, PolicyExample } from "@hivekit/core/evaluate";

export const run = (all: Iterable<PolicyExample>): Promise<Evaluation> => evaluatePolicy({ block: {} }, all);
// @ts-expect-error -- a truth is block, review or allow
export const wrong: PolicyExample["truth"] = "unknown";
