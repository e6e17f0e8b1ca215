import type { EmulatorFault } from "../faults/emulator-fault.ts";
import { pause } from "../pace/pause.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import type { FinishedTask } from "../state/emulator-task.ts";
import { v2Callback } from "../v2/v2-reply.ts";
import { wholeReply } from "../wire/reply-parts.ts";

/** How long a receiver may take, in milliseconds. Ours: Hive's limit is not known. */
const RECEIVER_TIMEOUT_MS = 30_000;
const LATE_MS = 1000;
const REORDER_MS = 5000;

type Delivery = {
  readonly url: URL;
  readonly state: EmulatorState;
  readonly signal: AbortSignal;
};

/**
 * Posts a task's result, and writes down what came of it. It is posted once: whether Hive tries again is not known.
 *
 * @throws EmulatorEnded, or the signal's reason, when the emulator is reset meanwhile.
 */
export async function sendCallback(
  task: FinishedTask,
  delivery: Delivery & { readonly fault: EmulatorFault | null },
): Promise<void> {
  const { fault, state, signal, url } = delivery;
  const wait = (ms: number): Promise<void> => pause(ms, { signal, ...state });
  switch (fault?.kind) {
    case "callback-drop":
      state.callbacks.add({
        taskId: task.id,
        url: url.origin + url.pathname,
        sentOn: state.now(),
        httpStatus: null,
        problem: "dropped by a fault",
      });
      return;
    case "callback-late":
      await wait(fault.ms ?? LATE_MS);
      break;
    case "callback-reorder":
      await Promise.race([state.callbacks.nextSent(), wait(fault.ms ?? REORDER_MS)]);
      break;
    default:
  }
  await post(task, { ...delivery, resentOn: null });
  if (fault?.kind === "callback-double") await post(task, { ...delivery, resentOn: null });
}

/** Posts a result once more, by hand: it then says when and by whom it was sent again. */
export function resendCallback(task: FinishedTask, delivery: Delivery): Promise<void> {
  return post(task, { ...delivery, resentOn: delivery.state.now() });
}

async function post(
  task: FinishedTask,
  delivery: Delivery & { readonly resentOn: Date | null },
): Promise<void> {
  const { url, state, signal, resentOn } = delivery;
  signal.throwIfAborted();
  const sent = { taskId: task.id, url: url.origin + url.pathname, sentOn: state.now() };
  const { fetch } = state;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wholeReply(v2Callback(task, resentOn))),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(RECEIVER_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    state.callbacks.add({ ...sent, httpStatus: response.status, problem: null });
  } catch (error) {
    signal.throwIfAborted();
    state.callbacks.add({ ...sent, httpStatus: null, problem: problemOf(error) });
  }
}

/** With the code of the cause: what `fetch` itself says is "fetch failed". */
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code =
    typeof cause === "object" && cause !== null && "code" in cause ? ` (${String(cause.code)})` : "";
  return `${error.name}: ${error.message}${code}`;
}
