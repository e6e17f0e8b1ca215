/** The result of a claim: deliver the callback; it is being delivered elsewhere; it was delivered. */
export type HiveCallbackClaim = "claimed" | "busy" | "done";

/**
 * Remembers which callbacks were delivered. Implement it on a database that all processes of the app share.
 *
 * A key is a short text of letters, digits and `._:%-`, unique to a task and the address that it was posted to. An
 * owner is a short text of letters, digits and hyphens, unique to one delivery attempt: an attempt that is late must
 * not release the claim of another one.
 */
export interface HiveCallbackStore {
  /**
   * Claims a callback, atomically: of several concurrent calls, exactly one gets `claimed`.
   *
   * @param options - `owner`: the owner of the claim; `leaseMs`: how long an unfinished claim is valid, in
   * milliseconds. Then another owner may claim the callback.
   */
  claim(
    key: string,
    options: { readonly owner: string; readonly leaseMs: number },
  ): HiveCallbackClaim | Promise<HiveCallbackClaim>;
  /**
   * Marks a callback as delivered: from now on its key is `done`. Applies even if the claim has expired and belongs to
   * another owner, because the callback was delivered.
   *
   * @param options - `owner`: the owner that delivered it; `expiresOn`: when the key may be forgotten, because its
   * address is no longer accepted.
   */
  finish(key: string, options: { readonly owner: string; readonly expiresOn: Date }): void | Promise<void>;
  /**
   * Releases a claim whose delivery failed: the next call of `claim` gets `claimed`. Does nothing if the callback is
   * done or the claim belongs to another owner: compare and delete, atomically.
   */
  release(key: string, options: { readonly owner: string }): void | Promise<void>;
}
