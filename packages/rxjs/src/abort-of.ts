import { Observable } from "rxjs";

/** Fails with the reason of a signal when it is aborted. Nobody holds on to the signal after an unsubscription. */
export function abortOf(signal: AbortSignal | undefined): Observable<never> {
  return new Observable<never>((subscriber) => {
    const fail = (): void => subscriber.error(signal?.reason);
    if (signal?.aborted === true) return fail();
    signal?.addEventListener("abort", fail);
    return () => signal?.removeEventListener("abort", fail);
  });
}
