import { firstValueFrom, ReplaySubject } from "rxjs";
import type { Observable } from "rxjs";

/**
 * Subscribes to a source, and waits until it has emitted or completed.
 *
 * @returns everything that the source emits, from its first value on; kept until the request is over. Unsubscribing does not
 * reach the source: end that with its signal.
 * @throws what the source fails with before its first value.
 */
export async function begun<T>(source: Observable<T>): Promise<Observable<T>> {
  const values = new ReplaySubject<T>();
  source.subscribe(values);
  await firstValueFrom(values, { defaultValue: null });
  return values;
}
