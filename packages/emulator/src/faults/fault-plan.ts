import { seededRandom } from "../model/seeded-random.ts";
import type { FaultStage } from "./fault-definition.ts";
import { getFaultDefinition, type EmulatorFault, type FaultKind } from "./fault-kinds.ts";
import { readFaults, type FaultInput } from "./read-faults.ts";

/** A point in the processing of a request at which a fault can happen. */
type FaultOpportunity = {
  readonly stage: FaultStage;
  /** The key of the request's project. */
  readonly projectKey: string;
  /** Method and path. */
  readonly route: string;
  /** The faults that the request itself asks for in its header. They take precedence. */
  readonly requested: readonly EmulatorFault[];
  /**
   * Whether a kind of planned fault is possible for this request. Other kinds remain in the plan.
   *
   * @defaultValue all kinds of the stage are possible
   */
  readonly isPossible?: (kind: FaultKind) => boolean;
};

/** The faults that have not happened yet. */
export type FaultPlan = {
  /** Appends faults. @returns a function that removes them. @throws EmulatorOptionsError for an invalid fault */
  add(fault: FaultInput): () => void;
  /** Lists the remaining faults in the order in which they are tried, each with its remaining `times`. */
  list(): readonly EmulatorFault[];
  /** Removes all faults. */
  clear(): void;
  /** Restores the faults of the emulator's options. */
  reset(): void;
  /** Returns the first fault that happens now, and counts it; `null` if none happens. */
  take(opportunity: FaultOpportunity): EmulatorFault | null;
};

type PlannedFault = { readonly fault: EmulatorFault; timesLeft: number };

/** Plans faults. @throws EmulatorOptionsError for an invalid fault */
export function planFaults(initial: readonly FaultInput[], seed: number): FaultPlan {
  const configured = initial.flatMap((fault, index) => readFaults(fault, { name: `faults[${index}]` }));
  let planned: PlannedFault[] = configured.map(planFault);
  let random = seededRandom(seed);
  return {
    add: (input) => {
      const added = readFaults(input, { name: "fault" }).map(planFault);
      planned.push(...added);
      return () => {
        planned = planned.filter((entry) => !added.includes(entry));
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
      planned = configured.map(planFault);
      random = seededRandom(seed);
    },
    take: (opportunity) => {
      const requested = opportunity.requested.find(
        ({ kind }) => getFaultDefinition(kind).stage === opportunity.stage,
      );
      if (requested !== undefined) return requested;
      const taken = planned.find(
        ({ fault }) => canHappen(fault, opportunity) && random() < (fault.rate ?? 1),
      );
      if (taken === undefined) return null;
      taken.timesLeft -= 1;
      if (taken.timesLeft <= 0) planned = planned.filter((entry) => entry !== taken);
      return taken.fault;
    },
  };
}

/** Formats a fault for the journal: `429` for a status, `return-code:400` for a code, otherwise its kind. */
export function formatFault(fault: EmulatorFault): string {
  if (fault.kind === "status") return String(fault.status);
  return "code" in fault ? `${fault.kind}:${fault.code}` : fault.kind;
}

function planFault(fault: EmulatorFault): PlannedFault {
  return { fault, timesLeft: fault.times ?? (fault.rate === undefined ? 1 : Number.POSITIVE_INFINITY) };
}

function canHappen(
  fault: EmulatorFault,
  { stage, projectKey, route, isPossible }: FaultOpportunity,
): boolean {
  return (
    getFaultDefinition(fault.kind).stage === stage &&
    isPossible?.(fault.kind) !== false &&
    (fault.project === undefined || fault.project === projectKey) &&
    // Polls must not use up a fault that is meant for a submission.
    (!route.startsWith("GET ") || fault.route?.includes("GET") === true) &&
    (fault.route === undefined || route.includes(fault.route))
  );
}
