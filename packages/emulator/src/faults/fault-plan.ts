import { seededRandom } from "../model/seeded-random.ts";
import { definitionOf, type EmulatorFault, type FaultStage } from "./fault-kinds.ts";
import { readFaults, type FaultInput } from "./read-faults.ts";

/** A moment of a request at which a fault may happen. */
type FaultOpportunity = {
  readonly stage: FaultStage;
  /** The key of the request's project. */
  readonly projectKey: string;
  /** Method and path. */
  readonly route: string;
  /** The faults that the request itself asks for in its header; they take precedence. */
  readonly requested: readonly EmulatorFault[];
};

/** The faults that are still to happen. */
export type FaultPlan = {
  /** Adds faults at the end. @returns a function that removes them. @throws EmulatorOptionsError for an invalid fault */
  add(fault: FaultInput): () => void;
  /** The remaining faults in the order in which they are tried, each with its remaining `times`. */
  list(): readonly EmulatorFault[];
  /** Removes all faults. */
  clear(): void;
  /** Restores the faults of the emulator's options. */
  reset(): void;
  /** Takes the first fault that happens now, and counts it; `null` when none happens. */
  take(opportunity: FaultOpportunity): EmulatorFault | null;
};

type Planned = { readonly fault: EmulatorFault; timesLeft: number };

/** Plans faults. @throws EmulatorOptionsError for an invalid fault */
export function planFaults(initial: readonly FaultInput[], seed: number): FaultPlan {
  const configured = initial.flatMap((fault, index) => readFaults(fault, { name: `faults[${index}]` }));
  let planned: Planned[] = configured.map(plan);
  let random = seededRandom(seed);
  return {
    add: (input) => {
      const added = readFaults(input, { name: "fault" }).map(plan);
      planned.push(...added);
      return () => {
        planned = planned.filter((one) => !added.includes(one));
      };
    },
    list: () =>
      planned.map(({ fault, timesLeft }) => {
        return { ...fault, times: Number.isFinite(timesLeft) ? timesLeft : undefined };
      }),
    clear: () => {
      planned = [];
    },
    reset: () => {
      planned = configured.map(plan);
      random = seededRandom(seed);
    },
    take: (opportunity) => {
      const requested = opportunity.requested.find(
        ({ kind }) => definitionOf(kind).stage === opportunity.stage,
      );
      if (requested !== undefined) return requested;
      const taken = planned.find(
        ({ fault }) => canHappen(fault, opportunity) && random() < (fault.rate ?? 1),
      );
      if (taken === undefined) return null;
      taken.timesLeft -= 1;
      if (taken.timesLeft <= 0) planned = planned.filter((one) => one !== taken);
      return taken.fault;
    },
  };
}

/** The name of a fault in the journal: `429` for a status, `return-code:400` for a code, else its kind. */
export function faultName(fault: EmulatorFault): string {
  if (fault.kind === "status") return String(fault.status);
  return "code" in fault ? `${fault.kind}:${fault.code}` : fault.kind;
}

function plan(fault: EmulatorFault): Planned {
  return { fault, timesLeft: fault.times ?? (fault.rate === undefined ? 1 : Number.POSITIVE_INFINITY) };
}

function canHappen(fault: EmulatorFault, { stage, projectKey, route }: FaultOpportunity): boolean {
  return (
    definitionOf(fault.kind).stage === stage &&
    (fault.project === undefined || fault.project === projectKey) &&
    // Repeated polls must not use up a fault that was meant for the submission.
    (!route.startsWith("GET ") || fault.route?.includes("GET") === true) &&
    (fault.route === undefined || route.includes(fault.route))
  );
}
