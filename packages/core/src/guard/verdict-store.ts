/** A claim on a key: the right to submit, for a limited time. */
export type VerdictLease = {
  /** A random string, unique to the claim. */
  readonly token: string;
  /** The time after which the claim no longer counts, in milliseconds. */
  readonly leaseMs: number;
};

/**
 * The state of a key after an attempt to claim it.
 *
 * - `claimed`: the key is claimed under this token. The caller submits, then publishes or releases.
 * - `pending`: another token holds the claim. The caller waits, then claims it again.
 * - `stored`: the key has an entry.
 */
export type VerdictClaim =
  | {
      /** The caller holds the claim, or another one does. */
      readonly state: "claimed" | "pending";
    }
  | {
      /** The key has an entry. */
      readonly state: "stored";
      /** The entry, as it was published. */
      readonly entry: string;
    };

/**
 * Where `withVerdictCache` keeps results. Implement it to share them between processes, and check the implementation
 * with `verdictStoreCases` of `@hivekit/core/guard/testing`.
 *
 * A key is 64 hexadecimal digits, or a digest of the cache's option `hash`. An entry is a text without the submitted
 * media or text; do not interpret it. Each method is atomic, even across processes. One table with the columns key,
 * token, entry and expiry is sufficient.
 */
export interface VerdictStore {
  /**
   * Claims a key if it has neither an entry nor a claim of another token, or if these have expired. Idempotent: a claim
   * under the same token is `claimed` again.
   */
  claim(key: string, lease: VerdictLease): Promise<VerdictClaim>;

  /** Extends a claim to `leaseMs` from now. Does nothing if the token no longer holds the claim. */
  renew(key: string, lease: VerdictLease): Promise<void>;

  /**
   * Replaces a claim with an entry, which expires after `ttlMs` milliseconds. Does nothing if another token holds the
   * claim, or if the claim was released.
   */
  publish(
    key: string,
    result: { readonly token: string; readonly entry: string; readonly ttlMs: number },
  ): Promise<void>;

  /** Removes a claim without an entry. Does nothing if the token no longer holds the claim. */
  release(key: string, token: string): Promise<void>;

  /** Removes an entry if it is still this one. */
  remove(key: string, entry: string): Promise<void>;
}
