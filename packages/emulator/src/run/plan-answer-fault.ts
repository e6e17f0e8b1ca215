import type { ChatRequest } from "../chat/chat-request.ts";
import { ApiError } from "../error/api-error.ts";
import type { FaultNeed } from "../faults/fault-definition.ts";
import { getFaultDefinition, type EmulatorFault, type FaultKind } from "../faults/fault-kinds.ts";
import { FAULT_HEADER } from "../faults/read-requested-faults.ts";

const MISSING_NEED: Readonly<Record<FaultNeed, string>> = {
  schema: "the request has no json_schema",
  strictSchema: "the request has no strict json_schema",
  requiredKey: "the top level of the schema has no required key",
};

/**
 * Returns a function that tests whether a fault can happen to the answer of a chat completion.
 *
 * @param responseFault - the fault that already happens to the response; `null` for none.
 * @throws ApiError 400 if the request itself asks for a fault that cannot happen. Otherwise a test could pass only
 * because its fault did not happen.
 */
export function planAnswerFault(
  chat: ChatRequest,
  options: {
    readonly requested: readonly EmulatorFault[];
    readonly responseFault: EmulatorFault | null;
  },
): (kind: FaultKind) => boolean {
  const { requested, responseFault } = options;
  for (const { kind } of requested) {
    if (getFaultDefinition(kind).stage !== "answer") continue;
    const obstacle = findObstacle(kind, chat, responseFault);
    if (obstacle === null) continue;
    throw new ApiError(400, `${FAULT_HEADER}: "${kind}" cannot happen to this request: ${obstacle}.`);
  }
  return (kind) => findObstacle(kind, chat, responseFault) === null;
}

function findObstacle(
  kind: FaultKind,
  { schema, isStrict }: ChatRequest,
  responseFault: EmulatorFault | null,
): string | null {
  const { needs, write } = getFaultDefinition(kind);
  const isMet: Readonly<Record<FaultNeed, boolean>> = {
    schema: schema !== null,
    strictSchema: isStrict,
    requiredKey: (schema?.root.required.length ?? 0) > 0,
  };
  if (needs !== undefined && !isMet[needs]) return MISSING_NEED[needs];
  const isWritten = responseFault !== null && getFaultDefinition(responseFault.kind).write !== undefined;
  return write !== undefined && isWritten ? "another fault already changes how the body is written" : null;
}
