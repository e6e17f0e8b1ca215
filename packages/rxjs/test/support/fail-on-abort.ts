import { fromEvent, map, Observable } from "rxjs";

/** Creates an Observable that fails with the reason of the signal, as core does. */
export function failOnAbort(signal: AbortSignal | undefined): Observable<never> {
  if (signal === undefined) return new Observable();
  return fromEvent(signal, "abort").pipe(
    map(() => {
      throw signal.reason;
    }),
  );
}
