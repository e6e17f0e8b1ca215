/** What a store says to whoever wants to hand a callback over: do it; somebody is doing it; it was done. */
export type HiveCallbackClaim = "claimed" | "busy" | "done";

/**
 * Remembers which callbacks were handed over. Implement it over a database that all processes of the app share.
 *
 * A key is a short text of letters, digits and `._:%-`, unique to a task and the address that it was posted to. An owner is a short text of letters,
 * digits and hyphens, unique to one try to hand over: who is late must not take away what belongs to another by now.
 */
export interface HiveCallbackStore {
  /**
   * Claims a callback, atomically: of several who ask at the same time, one gets `claimed`.
   *
   * @param options - `owner`: to whom it belongs from then on; `leaseMs`: after so many milliseconds an unfinished claim is void, and may
   * be given to another owner.
   */
  claim(
    key: string,
    options: { readonly owner: string; readonly leaseMs: number },
  ): HiveCallbackClaim | Promise<HiveCallbackClaim>;
  /**
   * Says that a callback was handed over: from now on its key is `done`, also where the claim was void and belongs to another
   * owner by now, since handed over it is.
   *
   * @param options - `owner`: who handed it over; `expiresOn`: when it may be forgotten, since its address is not taken any more.
   */
  finish(key: string, options: { readonly owner: string; readonly expiresOn: Date }): void | Promise<void>;
  /**
   * Gives a claim back, because handing over failed: the next one who asks gets `claimed`. Does nothing where the callback is done, or its
   * claim belongs to another owner: compare and delete, atomically.
   */
  release(key: string, options: { readonly owner: string }): void | Promise<void>;
}
