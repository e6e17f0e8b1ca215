import { checkHost } from "../api/allowed-hosts.ts";
import { toErrorResponse } from "../api/error-response.ts";
import type { Exchange } from "../api/exchange.ts";
import type { SubmissionRoute } from "../api/generation.ts";
import { drainBody } from "../api/read-chunks.ts";
import { replyWithoutFrames, type Reply } from "../api/reply.ts";
import type { ChatRequest } from "../chat/chat-request.ts";
import type { FaultStage } from "../faults/fault-definition.ts";
import { getFaultDefinition, type EmulatorFault, type FaultKind } from "../faults/fault-kinds.ts";
import { formatFault } from "../faults/fault-plan.ts";
import { readRequestedFaults } from "../faults/read-requested-faults.ts";
import type { EmulatorState, ProjectState } from "../state/emulator-state.ts";
import { chargeFor, isSuccess, type FinishedTask, type TaskRequest } from "../state/emulator-task.ts";
import type { UpdateJournalEntry } from "../state/journal.ts";
import { toUsd, type MoneyUnits } from "../state/money.ts";
import type { Submission } from "../state/submission.ts";
import { endWithEpoch } from "../time/end-with-epoch.ts";
import { EmulatorEnded } from "../time/epoch.ts";
import { pause } from "../time/pause.ts";
import { admit, authenticate } from "./admission.ts";
import { checkContent, chooseModel } from "./choose-model.ts";
import { planDownload, type MediaDownload } from "./fetch-media.ts";
import { judgeChat } from "./judge-chat.ts";
import { judgeTask } from "./judge-task.ts";
import { createFailedResult } from "./judgment.ts";
import { planChatMedia } from "./load-chat-media.ts";
import { planAnswerFault } from "./plan-answer-fault.ts";
import { readLanguages } from "./read-languages.ts";
import { holdResponse, writeReply } from "./write-response.ts";

/** The context of a submission. */
export type SubmissionContext = {
  readonly route: SubmissionRoute;
  readonly state: EmulatorState;
  /** The part of the request URL before the API's path. */
  readonly baseUrl: string;
  /** Posts the result of an asynchronous task. */
  readonly deliverCallback: (
    task: FinishedTask,
    delivery: { readonly url: URL; readonly fault: EmulatorFault | null; readonly signal: AbortSignal },
  ) => Promise<void>;
};

/** The stages at which a fault can happen to a submission. */
const STAGES: Readonly<Record<SubmissionRoute["mode"], readonly FaultStage[]>> = {
  sync: ["response", "task"],
  async: ["response", "task", "callback"],
  chat: ["response", "task", "answer"],
};
/**
 * Hive's message for a URL that cannot be downloaded, sent with HTTP 200. Source:
 * reference/shapes/http-200-with-error.json.
 */
const DOWNLOAD_FAILED = "Unable to download file from url";

/**
 * Responds to a submission of any generation. Each call adds an entry to the journal.
 *
 * @throws UploadInterrupted when the body is interrupted; BrokenConnection for a fault; the signal's reason when it
 * aborts.
 */
export async function respondToSubmission(exchange: Exchange, context: SubmissionContext): Promise<Response> {
  const { route, state } = context;
  const { errorResponse } = route.generation;
  const updateEntry = state.journal.open(`POST ${route.path}`);
  // Set when the project is known. A request without a valid key does not count as a failure of any project.
  let countFailure = (): void => undefined;
  try {
    const projectState = await authenticate(exchange, { generation: route.generation, state });
    countFailure = projectState.account.countSubmission();
    updateEntry({ projectKey: projectState.project.key });
    const response = await new SubmissionRun(exchange, {
      ...context,
      projectState,
      updateEntry,
      countFailure,
    }).respond();
    if (response.status >= 400) countFailure();
    updateEntry({ httpStatus: response.status });
    return response;
  } catch (error) {
    const response = toErrorResponse(error, errorResponse, exchange.signal);
    if (response === null) throw error;
    countFailure();
    updateEntry({ httpStatus: response.status });
    return response;
  }
}

type AuthenticatedContext = SubmissionContext & {
  readonly projectState: ProjectState;
  /** Updates the journal entry of this submission. */
  readonly updateEntry: UpdateJournalEntry;
  /** Counts the submission as failed, once. */
  readonly countFailure: () => void;
};

/** The media of a submission: an upload, a URL to download, or neither for a text. */
type MediaSource = { readonly file: Blob | null; readonly download: MediaDownload | null };

/** One authenticated submission, from its arrival to the stored result. */
class SubmissionRun {
  readonly #exchange: Exchange;
  readonly #context: AuthenticatedContext;
  readonly #requestedFaults: readonly EmulatorFault[];
  /** The names of the faults that have happened to this submission. */
  readonly #faultNames: string[] = [];
  /** Settles the reserved price. Only the first call has an effect. Set when the submission is admitted. */
  #settle: (charge: MoneyUnits) => void = () => undefined;
  /** Set when processing continues after the acknowledgement. The background work then settles the price. */
  #isInBackground = false;

  constructor(exchange: Exchange, context: AuthenticatedContext) {
    this.#exchange = exchange;
    this.#context = context;
    this.#requestedFaults = readRequestedFaults(exchange.request.headers, STAGES[context.route.mode]);
  }

  async respond(): Promise<Response> {
    const { projectState, state, route } = this.#context;
    const fault = this.#takeFault("response");
    const behavior = fault === null ? null : getFaultDefinition(fault.kind);
    const replacement =
      fault === null ? undefined : behavior?.replace?.(fault, route.generation.errorResponse);
    if (fault !== null && replacement !== undefined && behavior?.isProcessed?.(fault) !== true) {
      await drainBody(this.#exchange, state.maxBodyBytes);
      return replacement;
    }
    this.#settle = await admit(this.#exchange, { projectState, state, address: route.address });
    try {
      const response = await this.#process(fault);
      await holdResponse(fault, { exchange: this.#exchange, state });
      return replacement ?? response;
    } finally {
      // Has no effect after a charge was settled.
      if (!this.#isInBackground) this.#settle(0);
    }
  }

  async #process(fault: EmulatorFault | null): Promise<Response> {
    const { state, route, updateEntry } = this.#context;
    const receivedOn = state.now();
    const submission = await route.generation.readSubmission(this.#exchange, {
      maxBytes: state.maxBodyBytes,
    });
    const { content, field, accompanyingText } = submission;
    updateEntry({ kind: field, hasText: accompanyingText !== null || includesText(submission) });
    const task = this.#createTask(submission, receivedOn);
    if (content.kind === "chat") return this.#respondWithAnswers(task, content.chat, fault);
    const source: MediaSource = {
      file: content.kind === "file" ? content.file : null,
      download: content.kind === "url" ? planDownload(content.url, field, state) : null,
    };
    return route.mode === "sync"
      ? this.#respondWithResult(task, source, { accompanyingText, fault })
      : this.#acknowledge(task, source, fault);
  }

  /** Processes the task and responds with its result. */
  async #respondWithResult(
    task: TaskRequest,
    { file, download }: MediaSource,
    options: { readonly accompanyingText: string | null; readonly fault: EmulatorFault | null },
  ): Promise<Response> {
    const { state, route, countFailure } = this.#context;
    const { signal } = this.#exchange;
    const media = download === null ? file : await endWithEpoch(download, { epoch: state.epoch, signal });
    if (media === null && download !== null) {
      countFailure();
      return route.generation.errorResponse(400, DOWNLOAD_FAILED, 200);
    }
    this.#store(task, media === null ? [] : [media]);
    const { accompanyingText, fault } = options;
    const judge = (taskCode: string | null): Promise<FinishedTask> =>
      judgeTask(task, { media, accompanyingText }, { state, signal, taskCode });
    return this.#judgeAndWrite(task, { judge, fault });
  }

  /** Answers a chat completion. */
  async #respondWithAnswers(
    task: TaskRequest,
    chat: ChatRequest,
    responseFault: EmulatorFault | null,
  ): Promise<Response> {
    const { state, route, countFailure } = this.#context;
    const { errorResponse } = route.generation;
    const { signal } = this.#exchange;
    const load = planChatMedia(chat, state);
    const requested = this.#requestedFaults;
    const fault = this.#takeFault("answer", planAnswerFault(chat, { requested, responseFault }));
    const behavior = fault === null ? null : getFaultDefinition(fault.kind);
    const replacement = fault === null ? undefined : behavior?.replace?.(fault, errorResponse);
    if (replacement !== undefined) return replacement;
    const media = await endWithEpoch(load, { epoch: state.epoch, signal });
    if (media === null) {
      countFailure();
      return errorResponse(400, DOWNLOAD_FAILED, 200);
    }
    this.#store(
      task,
      media.map(({ file }) => file),
    );
    const judge = (taskCode: string | null): Promise<FinishedTask> =>
      judgeChat({ task, chat, media, state, signal, taskCode, fault });
    return this.#judgeAndWrite(task, { judge, fault: behavior?.write === undefined ? responseFault : fault });
  }

  /** Judges a stored task while its caller waits, and writes the response. */
  async #judgeAndWrite(
    task: TaskRequest,
    options: {
      readonly judge: (taskCode: string | null) => Promise<FinishedTask>;
      /** The fault that happens to the body of the response; `null` for none. */
      readonly fault: EmulatorFault | null;
    },
  ): Promise<Response> {
    const { state, route } = this.#context;
    try {
      const judged = await options.judge(this.#takeTaskCode());
      // The pace delays the frames while they are written.
      const finished = this.#finish(judged, judged.finishedOn.getTime() + computePaceMs(judged, state));
      return this.#write(route.generation.toReply(finished, null), options.fault);
    } catch (error) {
      state.tasks.cancel(task.id);
      throw error;
    }
  }

  /** Acknowledges the task and processes it in the background. */
  async #acknowledge(task: TaskRequest, source: MediaSource, fault: EmulatorFault | null): Promise<Response> {
    const { state } = this.#context;
    const { callbackUrl: address } = task;
    const callbackUrl = address === null ? null : checkHost(address, "callback_url", state.allowedHosts);
    // Rejects a requested callback fault, which cannot happen without a callback URL.
    if (callbackUrl === null) readRequestedFaults(this.#exchange.request.headers, ["response", "task"]);
    this.#store(task, source.file === null ? [] : [source.file]);
    this.#isInBackground = true;
    const taskCode = this.#takeTaskCode();
    const callbackFault = callbackUrl === null ? null : this.#takeFault("callback");
    // An acknowledgement has no other known field. Source: reference/shapes/v2-ack.json.
    const acknowledgement = this.#write(replyWithoutFrames({ task_id: task.id }), fault);
    const done = this.#processInBackground(task, source, { taskCode, callbackUrl, callbackFault });
    state.background.add(done);
    if (callbackFault !== null && getFaultDefinition(callbackFault.kind).isBeforeAcknowledgement === true)
      await done;
    return acknowledgement;
  }

  async #processInBackground(
    task: TaskRequest,
    source: MediaSource,
    options: {
      readonly taskCode: string | null;
      readonly callbackUrl: URL | null;
      readonly callbackFault: EmulatorFault | null;
    },
  ): Promise<void> {
    const { state, deliverCallback } = this.#context;
    const { taskCode, callbackUrl, callbackFault } = options;
    const work = async (signal: AbortSignal): Promise<void> => {
      const judged = await this.#judgeInBackground(task, source, { taskCode, signal });
      const finished = this.#finish(judged, judged.finishedOn.getTime());
      if (callbackUrl !== null) {
        await deliverCallback(finished, { url: callbackUrl, fault: callbackFault, signal });
      }
    };
    try {
      await endWithEpoch(work, state);
    } finally {
      this.#settle(0);
    }
  }

  /** Judges a task whose caller already has its response. An error therefore fails the task. */
  async #judgeInBackground(
    task: TaskRequest,
    { file, download }: MediaSource,
    options: { readonly taskCode: string | null; readonly signal: AbortSignal },
  ): Promise<FinishedTask> {
    const { state } = this.#context;
    const { signal } = options;
    const fail = (code: string, reason: string): FinishedTask => {
      return { ...task, finishedOn: state.now(), media: null, result: createFailedResult(code, reason) };
    };
    const media = file ?? (await download?.(signal)) ?? null;
    if (media === null && download !== null) return fail("2000", "the emulator could not download the media");
    try {
      const judged = await judgeTask(task, { media, accompanyingText: null }, { state, ...options });
      const tookMs = computePaceMs(judged, state);
      if (tookMs === 0) return judged;
      await pause(tookMs, { signal, ...state });
      return { ...judged, finishedOn: state.now() };
    } catch (error) {
      if (signal.aborted || error instanceof EmulatorEnded) throw error;
      return fail("3200", error instanceof Error ? error.message : String(error));
    }
  }

  /** Chooses the model, checks that it accepts the content, and creates the task. */
  #createTask(submission: Submission, receivedOn: Date): TaskRequest {
    const { state, route, projectState, baseUrl } = this.#context;
    const { project } = projectState;
    const { content } = submission;
    const model = chooseModel(projectState, route);
    checkContent(submission, model);
    const id = model === "emulator_vlm" ? state.createChatId() : state.createId();
    return {
      // The documented reply has this prefix in the ids of labeling tasks.
      id: model === "emulator_labeling" ? `demo_${id}` : id,
      inputId: project.variants.fromCache ? state.createId() : id,
      project,
      model,
      modelPath: route.address?.path ?? null,
      generation: route.generation.name,
      receivedOn,
      baseUrl,
      url: content.kind === "url" ? content.url : null,
      filename: content.kind === "file" ? content.filename : null,
      text: content.kind === "text" ? content.text : null,
      languages: model === "emulator_translation" ? readLanguages(submission.options) : null,
      metadata: submission.metadata,
      callbackUrl: submission.callbackUrl,
    };
  }

  /** Stores an accepted task. */
  #store(task: TaskRequest, media: readonly Blob[]): void {
    const { state, updateEntry } = this.#context;
    const [first] = media;
    if (first !== undefined) {
      const sizeBytes = media.reduce((sum, { size }) => sum + size, 0);
      updateEntry({ filename: task.filename, mimetype: first.type || null, sizeBytes });
    }
    updateEntry({ taskId: task.id });
    state.tasks.add(task);
  }

  /** Stores the result of a task and charges the project. */
  #finish(judged: FinishedTask, finishedMs: number): FinishedTask {
    const { state, updateEntry, countFailure } = this.#context;
    const { result } = judged;
    // Never earlier than `receivedOn`, even if the clock was set back.
    const task = { ...judged, finishedOn: new Date(Math.max(judged.receivedOn.getTime(), finishedMs)) };
    const charge = chargeFor(task, result);
    state.withheldMedia.add(result);
    state.tasks.finish(task);
    this.#settle(charge);
    if (!isSuccess(result)) countFailure();
    updateEntry({
      chargeUsd: toUsd(charge),
      ...(result.kind === "labels"
        ? { labels: result.labels }
        : { taskCode: result.status.code, frameCount: result.frames.length }),
    });
    return task;
  }

  #write(reply: Reply, fault: EmulatorFault | null): Response {
    const { state } = this.#context;
    return writeReply(reply, { exchange: this.#exchange, state, fault, msPerFrame: state.msPerFrame });
  }

  #takeTaskCode(): string | null {
    const fault = this.#takeFault("task");
    return fault === null ? null : (getFaultDefinition(fault.kind).taskCode?.(fault) ?? null);
  }

  #takeFault(stage: FaultStage, isPossible?: (kind: FaultKind) => boolean): EmulatorFault | null {
    const { state, projectState, route, updateEntry } = this.#context;
    const fault = state.faults.take({
      stage,
      projectKey: projectState.project.key,
      route: `POST ${route.path}`,
      requested: this.#requestedFaults,
      ...(isPossible === undefined ? {} : { isPossible }),
    });
    if (fault !== null) {
      this.#faultNames.push(formatFault(fault));
      updateEntry({ fault: this.#faultNames.join(",") });
    }
    return fault;
  }
}

function includesText({ content }: Submission): boolean {
  return content.kind === "text" || (content.kind === "chat" && content.chat.promptTexts.length > 0);
}

/** Returns the simulated processing time of a task in milliseconds. */
function computePaceMs({ result }: FinishedTask, { msPerFrame }: EmulatorState): number {
  return result.kind === "labels" ? 0 : result.frames.length * msPerFrame;
}
