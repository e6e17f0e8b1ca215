import { askedFaults } from "../faults/asked-faults.ts";
import { comesFirst, holdAnswer, replacementOf } from "../faults/apply-fault.ts";
import type { EmulatorFault, FaultStage } from "../faults/emulator-fault.ts";
import { nameOfFault } from "../faults/fault-plan.ts";
import { drainBody } from "../http/drain-body.ts";
import { checkHost } from "../http/check-host.ts";
import type { Exchange } from "../http/exchange.ts";
import { writeReply } from "../http/write-reply.ts";
import type { EmulatorState } from "../state/emulator-state.ts";
import type { JournalNote } from "../state/journal.ts";
import type { V3Model } from "../v3/v3-generation.ts";
import { partsOf } from "../wire/reply-parts.ts";
import { admit, authenticate } from "./admit.ts";
import { finishTask, type OpenSubmission } from "./finish-task.ts";
import type { Generation } from "./generation.ts";
import { planDownload, type Download } from "./receive-media.ts";
import { refusalOf } from "./refusal-of.ts";
import type { Submission } from "./submission.ts";
import { checkContent, modelFor, taskOf } from "./take-on.ts";
import { workLater } from "./work-later.ts";

/** A route that takes submissions. */
export type SubmissionRoute = {
  readonly path: string;
  readonly generation: Generation;
  /** Whether the request waits for the result, or is acknowledged at once. */
  readonly mode: "sync" | "async";
  /** The model in v3's address; `null` in other generations. */
  readonly address: V3Model | null;
};

/** What a route is given with each request. */
export type SubmissionContext = {
  readonly route: SubmissionRoute;
  readonly state: EmulatorState;
  /** What stands before the API's path in the request. */
  readonly baseUrl: string;
};

/** What may go wrong with a submission. */
const STAGES: Readonly<Record<SubmissionRoute["mode"], readonly FaultStage[]>> = {
  sync: ["answer", "task"],
  async: ["answer", "task", "callback"],
};
/** Hive's words for an address that gives nothing, sent with HTTP 200. Source: reference/shapes/http-200-with-error.json. */
const DOWNLOAD_FAILED = "Unable to download file from url";

/**
 * Answers a submission, in any generation. Each call leaves an entry in the journal.
 *
 * @throws UploadInterrupted when the body breaks off; BrokenConnection by a fault; the signal's reason, when it aborts.
 */
export async function submitTask(exchange: Exchange, context: SubmissionContext): Promise<Response> {
  const { route, state } = context;
  const { generation } = route;
  const note = state.journal.open(`POST ${route.path}`);
  // Set when it is known whose submission it is; a request without a key fails nobody.
  let fail = (): void => undefined;
  try {
    const open = await authenticate(exchange, { generation, state });
    fail = open.account.countSubmission();
    note({ projectKey: open.project.key });
    const response = await answer(exchange, { ...context, open, note, fail });
    if (response.status >= 400) fail();
    note({ httpStatus: response.status });
    return response;
  } catch (error) {
    const refusal = refusalOf(error, generation, exchange.signal);
    if (refusal === null) throw error;
    fail();
    note({ httpStatus: refusal.status });
    return refusal;
  }
}

type Admitted = SubmissionContext & Pick<OpenSubmission, "open" | "note" | "fail">;

async function answer(exchange: Exchange, admitted: Admitted): Promise<Response> {
  const { route, state, open, note } = admitted;
  const take = faultsFor(exchange, admitted);
  const fault = take("answer");
  const replacement = replacementOf(fault, route.generation);
  if (replacement !== null && comesFirst(fault)) {
    await drainBody(exchange, state.maxBodyBytes);
    return replacement;
  }
  const settle = await admit(exchange, { open, state, address: route.address });
  // Set when the work goes on behind the acknowledgement: it then settles the price, whatever becomes of the answer.
  let isHandedOver = false;
  const handOver = (): void => {
    isHandedOver = true;
  };
  try {
    const receivedOn = state.now();
    const submission = await route.generation.readSubmission(exchange, { maxBytes: state.maxBodyBytes });
    note({
      kind: submission.field,
      hasText: submission.textBeside !== null || submission.content.kind === "text",
    });
    const job: Job = { ...admitted, exchange, submission, receivedOn, settle, take, handOver };
    const answerJob = route.mode === "async" ? acknowledge : answerNow;
    const response = await answerJob(job, fault);
    await holdAnswer(fault, { exchange, state });
    return replacement ?? response;
  } finally {
    // Does nothing where a task was charged for.
    if (!isHandedOver) settle(0);
  }
}

type Job = Admitted & {
  readonly exchange: Exchange;
  readonly submission: Submission;
  readonly receivedOn: Date;
  readonly settle: OpenSubmission["settle"];
  readonly take: (stage: FaultStage) => EmulatorFault | null;
  readonly handOver: () => void;
};

async function answerNow(job: Job, fault: EmulatorFault | null): Promise<Response> {
  const { exchange, submission, state, route, note, take } = job;
  const { textBeside } = submission;
  const { signal } = exchange;
  const task = readTask(job);
  const { file, download } = openContent(job);
  const media = file ?? (await download?.(signal)) ?? null;
  if (media === null && download !== null) {
    job.fail();
    return route.generation.refusal(400, DOWNLOAD_FAILED, 200);
  }
  noteMedia(note, { media, filename: task.filename });
  note({ taskId: task.id });
  state.tasks.add(task);
  const taskFault = take("task");
  const taskCode = taskFault?.kind === "task-code" ? taskFault.code : null;
  const finished = await finishTask(
    task,
    { media, textBeside },
    { ...job, signal, isWaitedFor: true, taskCode },
  ).catch((error: unknown) => {
    state.tasks.cancel(task.id);
    throw error;
  });
  return writeReply(partsOf(route.generation.reply(finished, null)), { exchange, state, fault });
}

async function acknowledge(job: Job, fault: EmulatorFault | null): Promise<Response> {
  const { exchange, submission, state, note, take } = job;
  const task = readTask(job);
  const content = openContent(job);
  const { callbackUrl: address } = submission;
  const callbackUrl = address === null ? null : checkHost(address, "callback_url", state.allowedHosts);
  if (callbackUrl === null) askedFaults(exchange.request.headers, ["answer", "task"]);
  noteMedia(note, { media: content.file, filename: task.filename });
  note({ taskId: task.id });
  state.tasks.add(task);
  job.handOver();
  await workLater(task, {
    ...job,
    ...content,
    callbackUrl,
    taskFault: take("task"),
    callbackFault: callbackUrl === null ? null : take("callback"),
  });
  // Nothing else of it is known. Source: reference/shapes/v2-ack.json.
  return writeReply(
    partsOf({ envelope: () => ({ task_id: task.id }), frameCount: 0, frameAt: () => undefined }),
    {
      exchange,
      state,
      fault,
    },
  );
}

/** The upload, or what gets the media behind a URL; neither for a text. */
function openContent({ submission, state }: Job): { file: Blob | null; download: Download | null } {
  const { content, field } = submission;
  return {
    file: content.kind === "file" ? content.file : null,
    download: content.kind === "url" ? planDownload(content.url, field, state) : null,
  };
}

function readTask(job: Job): ReturnType<typeof taskOf> {
  const { submission, open, route } = job;
  const model = modelFor(open.project, route.address);
  checkContent(submission, model);
  return taskOf(submission, { ...job, ...route, project: open.project, model });
}

function noteMedia(
  note: JournalNote,
  { media, filename }: { media: Blob | null; filename: string | null },
): void {
  if (media !== null) note({ filename, mimetype: media.type || null, sizeBytes: media.size });
}

/** Takes the faults of one submission, and writes each into the journal. */
function faultsFor(exchange: Exchange, { route, state, open, note }: Admitted): Job["take"] {
  const asked = askedFaults(exchange.request.headers, STAGES[route.mode]);
  const taken: string[] = [];
  return (stage) => {
    const fault = state.faults.take({
      stage,
      projectKey: open.project.key,
      route: `POST ${route.path}`,
      asked,
    });
    if (fault !== null) {
      taken.push(nameOfFault(fault));
      note({ fault: taken.join(",") });
    }
    return fault;
  };
}
