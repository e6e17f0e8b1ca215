import { assembleReply } from "../api/reply.ts";
import { getFaultDefinition, type EmulatorFault } from "../faults/fault-kinds.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import type { FinishedTask } from "../state/emulator-task.ts";
import { pause } from "../time/pause.ts";
import { toV2Callback } from "../v2/v2-reply.ts";

/** The timeout for a receiver's response, in milliseconds. Emulator behavior: Hive's timeout is not known. */
const RECEIVER_TIMEOUT_MS = 30_000;

type Delivery = {
  readonly url: URL;
  readonly state: EmulatorState;
  readonly signal: AbortSignal;
};

/**
 * Posts a task's result to its callback URL and logs the outcome. The emulator does not retry, because it is not known
 * whether Hive does.
 *
 * @throws EmulatorEnded, or the signal's reason, when the emulator is reset or closed before the delivery.
 */
export async function deliverCallback(
  task: FinishedTask,
  delivery: Delivery & { readonly fault: EmulatorFault | null },
): Promise<void> {
  const { fault, state, signal } = delivery;
  const send = (): Promise<void> => post(task, { ...delivery, resentOn: null });
  const behavior = fault === null ? null : getFaultDefinition(fault.kind);
  if (fault === null || behavior?.deliver === undefined) return send();
  return behavior.deliver(fault, {
    send,
    drop: () =>
      state.callbacks.add({
        ...createEntry(task, delivery),
        httpStatus: null,
        problem: "dropped by a fault",
      }),
    wait: (ms) => pause(ms, { signal, ...state }),
    nextSent: () => state.callbacks.nextSent(),
  });
}

/** Posts a result again, on request. The callback then has `resent_on` and `resent_by`. */
export function resendCallback(task: FinishedTask, delivery: Delivery): Promise<void> {
  return post(task, { ...delivery, resentOn: delivery.state.now() });
}

async function post(
  task: FinishedTask,
  delivery: Delivery & { readonly resentOn: Date | null },
): Promise<void> {
  const { url, state, signal, resentOn } = delivery;
  signal.throwIfAborted();
  const entry = createEntry(task, delivery);
  const { fetch } = state;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(assembleReply(toV2Callback(task, resentOn))),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(RECEIVER_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    state.callbacks.add({ ...entry, httpStatus: response.status, problem: null });
  } catch (error) {
    signal.throwIfAborted();
    state.callbacks.add({ ...entry, httpStatus: null, problem: describeFailure(error) });
  }
}

/** Creates a log entry. It omits the query of the URL, which may contain a secret. */
function createEntry(
  task: FinishedTask,
  { url, state }: Delivery,
): { taskId: string; url: string; sentOn: Date } {
  return { taskId: task.id, url: url.origin + url.pathname, sentOn: state.now() };
}

/** Describes an error of `fetch`. It includes the code of the cause, because the message is only "fetch failed". */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code =
    typeof cause === "object" && cause !== null && "code" in cause ? ` (${String(cause.code)})` : "";
  return `${error.name}: ${error.message}${code}`;
}
