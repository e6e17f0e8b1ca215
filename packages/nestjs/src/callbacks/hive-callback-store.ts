/** What a store says to whoever wants to hand a callback over: do it; somebody is doing it; it was done. */
export type HiveCallbackClaim = "claimed" | "busy" | "done";

/**
 * Remembers which callbacks were handed over. Implement it over a database that all processes of the app share.
 *
 * A key is a short text of letters, digits and `._:-`, unique to a task and the address that it was posted to.
 */
export interface HiveCallbackStore {
  /**
   * Claims a callback, atomically: of several who ask at the same time, one gets `claimed`.
   *
   * @param options - `leaseMs`: after so many milliseconds an unfinished claim is void, and may be given again.
   */
  claim(key: string, options: { readonly leaseMs: number }): HiveCallbackClaim | Promise<HiveCallbackClaim>;
  /**
   * Says that a claimed callback was handed over: from now on its key is `done`.
   *
   * @param options - `expiresOn`: when it may be forgotten, since its address is not taken any more.
   */
  finish(key: string, options: { readonly expiresOn: Date }): void | Promise<void>;
  /** Gives a claim back, because handing over failed: the next one who asks gets `claimed`. */
  release(key: string): void | Promise<void>;
}
