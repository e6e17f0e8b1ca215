import { ApiError } from "../error/api-error.ts";
import { EmulatorOptionsError } from "../options/check-options.ts";
import type { FaultStage } from "./fault-definition.ts";
import { getFaultDefinition, type EmulatorFault } from "./fault-kinds.ts";
import { formatFault } from "./fault-plan.ts";
import { readFaults } from "./read-faults.ts";

/** The header with which a request asks for faults. Emulator behavior: Hive has no such header. */
export const FAULT_HEADER = "x-hivekit-emulator-fault";

/** The reason, for each stage, why its faults cannot happen to a request. */
const MISSING_STAGE: Readonly<Record<FaultStage, string>> = {
  response: "the request has no such response",
  task: "the request submits no task",
  answer: "the request is not a chat completion",
  callback: "the request is not an asynchronous submission with a callback_url",
};

/**
 * Reads the faults that a request asks for in its header. They happen to this request regardless of their `times` and
 * `rate`.
 *
 * @param stages - the stages of this request.
 * @throws ApiError 400 for an invalid header, and for faults that cannot all happen to this request. Otherwise a test
 * could pass only because its fault did not happen.
 */
export function readRequestedFaults(
  headers: Headers,
  stages: readonly FaultStage[],
): readonly EmulatorFault[] {
  const text = headers.get(FAULT_HEADER);
  if (text === null) return [];
  const faults = parseHeader(text);
  const byStage = new Map<FaultStage, EmulatorFault>();
  for (const fault of faults) {
    const { stage } = getFaultDefinition(fault.kind);
    const name = formatFault(fault);
    if (!stages.includes(stage)) {
      throw new ApiError(
        400,
        `${FAULT_HEADER}: "${name}" cannot happen to this request: ${MISSING_STAGE[stage]}.`,
      );
    }
    const other = byStage.get(stage);
    if (other !== undefined) {
      throw new ApiError(
        400,
        `${FAULT_HEADER}: "${formatFault(other)}" and "${name}" cannot both happen to one request.`,
      );
    }
    byStage.set(stage, fault);
  }
  return faults;
}

function parseHeader(text: string): readonly EmulatorFault[] {
  try {
    return readFaults(text, { name: FAULT_HEADER });
  } catch (error) {
    if (error instanceof EmulatorOptionsError) throw new ApiError(400, error.message);
    throw error;
  }
}
