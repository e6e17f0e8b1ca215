import { seededRandom } from "../model/seeded-random.ts";
import { checkFault } from "./check-fault.ts";
import { FAULT_KINDS, type EmulatorFault, type FaultStage } from "./emulator-fault.ts";
import { parseFaults } from "./parse-faults.ts";

/** A fault, or several as the command line writes them. */
export type FaultInput = EmulatorFault | string;

/** A request to which a fault may happen. */
type FaultOpportunity = {
  /** What may go wrong with it. */
  readonly stage: FaultStage;
  /** The key of its project. */
  readonly projectKey: string;
  /** Method and path. */
  readonly route: string;
  /** Faults that the request itself asked for, in its header: they go first. */
  readonly asked: readonly EmulatorFault[];
};

/** What is to go wrong. */
export type FaultPlan = {
  /** Adds faults at the end. @returns what takes them out again. @throws EmulatorOptionsError for one that cannot be read */
  add(fault: FaultInput): () => void;
  /** Those that are left, in the order in which they are tried, with the times that are left of them. */
  list(): readonly EmulatorFault[];
  /** Takes all out. */
  clear(): void;
  /** Back to those of the emulator's options. */
  reset(): void;
  /** The first fault that happens now; it is used up by one. `null` for none. */
  take(opportunity: FaultOpportunity): EmulatorFault | null;
};

type Planned = { readonly fault: EmulatorFault; left: number };

/** Makes a plan. @throws EmulatorOptionsError for a fault that cannot be read */
export function planFaults(initial: readonly FaultInput[], seed: number): FaultPlan {
  const first = initial.flatMap((fault, index) => readFaults(fault, `faults[${index}]`));
  let planned: Planned[] = first.map(plan);
  let random = seededRandom(seed);
  return {
    add: (input) => {
      const added = readFaults(input, "the fault").map(plan);
      planned.push(...added);
      return () => {
        planned = planned.filter((one) => !added.includes(one));
      };
    },
    list: () =>
      planned.map(({ fault, left }) => ({ ...fault, times: Number.isFinite(left) ? left : undefined })),
    clear: () => {
      planned = [];
    },
    reset: () => {
      planned = first.map(plan);
      random = seededRandom(seed);
    },
    take: (opportunity) => {
      const asked = opportunity.asked.find((fault) => FAULT_KINDS[fault.kind].stage === opportunity.stage);
      if (asked !== undefined) return asked;
      const taken = planned.find(
        ({ fault }) => canHappen(fault, opportunity) && random() < (fault.rate ?? 1),
      );
      if (taken === undefined) return null;
      taken.left -= 1;
      if (taken.left <= 0) planned = planned.filter((one) => one !== taken);
      return taken.fault;
    },
  };
}

/** What the journal says of a fault: its name, a status with its number. */
export function nameOfFault(fault: EmulatorFault): string {
  return fault.kind === "status"
    ? String(fault.status)
    : "code" in fault
      ? `${fault.kind}:${fault.code}`
      : fault.kind;
}

function readFaults(input: FaultInput, path: string): readonly EmulatorFault[] {
  return typeof input === "string" ? parseFaults(input, path) : [checkFault(input, path)];
}

function plan(fault: EmulatorFault): Planned {
  return { fault, left: fault.times ?? (fault.rate === undefined ? 1 : Number.POSITIVE_INFINITY) };
}

function canHappen(fault: EmulatorFault, { stage, projectKey, route }: FaultOpportunity): boolean {
  return (
    FAULT_KINDS[fault.kind].stage === stage &&
    (fault.project === undefined || fault.project === projectKey) &&
    // Who asks again and again whether a task is done must not use up what was meant for the submission.
    (!route.startsWith("GET ") || fault.route?.includes("GET") === true) &&
    (fault.route === undefined || route.includes(fault.route))
  );
}
