/**
 * The result of a claim. `claimed`: the caller must deliver the callback. `busy`: another owner is delivering it.
 * `done`: it was already delivered.
 */
export type HiveCallbackClaim = "claimed" | "busy" | "done";

/**
 * Remembers which callbacks were delivered. Implement it with a database that all processes of the app share.
 *
 * A key is a short string of letters, digits and `._:%-`, unique to a task and the URL that it was posted to. An owner
 * is a short string of letters, digits and hyphens, unique to one delivery attempt, so that a late attempt cannot
 * release the claim of another one.
 */
export interface HiveCallbackStore {
  /**
   * Claims a callback atomically: if several calls run concurrently, exactly one gets `claimed`.
   *
   * @param options - `owner`: the owner of the claim; `leaseMs`: how long an unfinished claim is valid, in
   * milliseconds. After that, another owner may claim the callback.
   */
  claim(
    key: string,
    options: { readonly owner: string; readonly leaseMs: number },
  ): HiveCallbackClaim | Promise<HiveCallbackClaim>;
  /**
   * Marks a callback as delivered: later calls of `claim` return `done`. Applies even if the claim has expired and now
   * belongs to another owner, because the callback was delivered.
   *
   * @param options - `owner`: the owner that delivered it; `expiresOn`: when the key may be forgotten, because its URL
   * is no longer accepted.
   */
  finish(key: string, options: { readonly owner: string; readonly expiresOn: Date }): void | Promise<void>;
  /**
   * Releases a claim whose delivery failed: the next call of `claim` gets `claimed`. Does nothing if the callback is
   * done or the claim belongs to another owner. Compare and delete must be one atomic step.
   */
  release(key: string, options: { readonly owner: string }): void | Promise<void>;
}
