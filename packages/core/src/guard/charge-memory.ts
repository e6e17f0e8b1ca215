import { estimateCharge } from "./estimate-charge.ts";
import type { Prices } from "./prices.ts";
import type { SubmissionKind } from "./submission-kind.ts";

/** Remembers the largest charge for each kind of submission. */
export class ChargeMemory {
  readonly #prices: Prices;
  readonly #largestUsd = new Map<SubmissionKind, number>();

  constructor(prices: Prices) {
    this.#prices = prices;
  }

  /** Records a charge in US dollars. */
  note(kind: SubmissionKind, chargeUsd: number): void {
    this.#largestUsd.set(kind, Math.max(chargeUsd, this.#largestUsd.get(kind) ?? 0));
  }

  /** Returns the largest charge so far, in US dollars; an estimate by the prices before the first charge. */
  estimate(kind: SubmissionKind): number {
    // Videos cost most, so an unknown kind counts as one.
    return (
      this.#largestUsd.get(kind) ??
      estimateCharge({ kind: kind === "unknown" ? "video" : kind }, this.#prices)
    );
  }
}
