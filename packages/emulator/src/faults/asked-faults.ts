import { EmulatorOptionsError } from "../check/options-error.ts";
import { HttpError } from "../http/http-error.ts";
import { FAULT_KINDS, type EmulatorFault, type FaultStage } from "./emulator-fault.ts";
import { nameOfFault } from "./fault-plan.ts";
import { parseFaults } from "./parse-faults.ts";

/** The header with which one request asks for faults of its own. Ours. */
const FAULT_HEADER = "x-hivekit-emulator-fault";

/** To which requests the faults of a stage can happen. */
const WHY: Readonly<Record<FaultStage, string>> = {
  answer: "it has no answer",
  task: "it submits no task",
  callback: "it is no asynchronous submission with a callback_url",
};

/**
 * The faults that a request asks for. How often and at what rate plays no part: it is this one request.
 *
 * @param stages - at which of its stages something can go wrong with this request.
 * @throws HttpError 400 for a header that cannot be read, or whose faults cannot all happen to this request: a test must not pass because
 * its fault did not happen.
 */
export function askedFaults(headers: Headers, stages: readonly FaultStage[]): readonly EmulatorFault[] {
  const text = headers.get(FAULT_HEADER);
  if (text === null) return [];
  const faults = readFaults(text);
  const stageOf = (fault: EmulatorFault): FaultStage => FAULT_KINDS[fault.kind].stage;
  for (const [index, fault] of faults.entries()) {
    const name = nameOfFault(fault);
    const stage = stageOf(fault);
    if (!stages.includes(stage))
      throw new HttpError(400, `${FAULT_HEADER}: "${name}" cannot happen to this request: ${WHY[stage]}.`);
    const other = faults.slice(0, index).find((earlier) => stageOf(earlier) === stage);
    if (other !== undefined) {
      throw new HttpError(
        400,
        `${FAULT_HEADER}: "${nameOfFault(other)}" and "${name}" cannot both happen to one request.`,
      );
    }
  }
  return faults;
}

function readFaults(text: string): readonly EmulatorFault[] {
  try {
    return parseFaults(text, FAULT_HEADER);
  } catch (error) {
    if (error instanceof EmulatorOptionsError) throw new HttpError(400, error.message);
    throw error;
  }
}
