import { EmulatorOptionsError } from "../options/check-options.ts";
import { ApiError } from "../error/api-error.ts";
import { definitionOf, type EmulatorFault, type FaultStage } from "./fault-kinds.ts";
import { faultName } from "./fault-plan.ts";
import { readFaults } from "./read-faults.ts";

/** The header with which a request asks for its own faults. An addition of the emulator. */
const FAULT_HEADER = "x-hivekit-emulator-fault";

/** Why a fault of a stage cannot happen to a request. */
const REASONS: Readonly<Record<FaultStage, string>> = {
  response: "the request has no such response",
  task: "the request submits no task",
  callback: "the request is not an asynchronous submission with a callback_url",
};

/**
 * The faults that a request asks for in its header. Their `times` and `rate` are ignored: they happen to this request.
 *
 * @param stages - the stages that this request has.
 * @throws ApiError 400 for an invalid header, and for faults that cannot all happen to this request: a test must not pass because its fault
 * did not happen.
 */
export function requestedFaults(headers: Headers, stages: readonly FaultStage[]): readonly EmulatorFault[] {
  const text = headers.get(FAULT_HEADER);
  if (text === null) return [];
  const faults = readHeader(text);
  const byStage = new Map<FaultStage, EmulatorFault>();
  for (const fault of faults) {
    const { stage } = definitionOf(fault.kind);
    const name = faultName(fault);
    if (!stages.includes(stage)) {
      throw new ApiError(400, `${FAULT_HEADER}: "${name}" cannot happen to this request: ${REASONS[stage]}.`);
    }
    const other = byStage.get(stage);
    if (other !== undefined) {
      throw new ApiError(
        400,
        `${FAULT_HEADER}: "${faultName(other)}" and "${name}" cannot both happen to one request.`,
      );
    }
    byStage.set(stage, fault);
  }
  return faults;
}

function readHeader(text: string): readonly EmulatorFault[] {
  try {
    return readFaults(text, { name: FAULT_HEADER });
  } catch (error) {
    if (error instanceof EmulatorOptionsError) throw new ApiError(400, error.message);
    throw error;
  }
}
