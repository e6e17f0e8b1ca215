import type { HiveApi } from "../protocol/protocol.ts";
import type { TokenUsage } from "../result/token-usage.ts";
import type { AttemptInfo } from "./attempt-info.ts";

/** The name of a call: the method of `HiveClient` or `HiveVlm`. */
export type HiveCallName =
  | "classify"
  | "frames"
  | "submit"
  | "task"
  | "wait"
  | "taskFrames"
  | "ask"
  | "judge";

/** The attributes of a call when it starts. They contain no content, no key and no full URL. */
export type HiveCallAttributes = {
  /** The generation of Hive's API; `v3` for `ask` and `judge`. */
  readonly api: HiveApi;
  /** The model, such as `hive/visual-moderation`; `null` in v1 and v2, for polls, and if it is invalid. */
  readonly model: string | null;
  /** The host of the base URL, without the port: `api.thehive.ai`. */
  readonly host: string;
  /** The port of the base URL, even if it is the default port of the scheme. */
  readonly port: number;
  /**
   * The kind of the submission: `media` is uploaded, `url` is downloaded by Hive, `text` is text alone. `null` for
   * polls, for questions with only a prompt, and if the submission is invalid.
   */
  readonly submission: "media" | "url" | "text" | null;
  /** Whether the call streams frames: `true` for `frames` and `taskFrames`. */
  readonly isStream: boolean;
  /** The name of the project in an app with several projects. Set by `HiveModule` of `@hivekit/nestjs`. */
  readonly project?: string | undefined;
};

/** One request of a call, before it is sent. */
export type HiveAttemptRequest = {
  /** The number of the attempt, from 1, as in {@link AttemptInfo}. Each poll and each page starts again from 1. */
  readonly attempt: number;
  /** The HTTP method. */
  readonly method: "GET" | "POST";
  /** The URL without its query. */
  readonly url: string;
};

/** How a call ended. */
export type HiveCallOutcome = {
  /**
   * - `done`: the call returned its result; for a stream, the response was read to its end.
   * - `failed`: the call threw `error`.
   * - `cancelled`: the caller aborted the call, or closed the stream before its end. Hive may still bill it.
   */
  readonly state: "done" | "failed" | "cancelled";
  /** The Hivekit error, or the reason of the abort, which may be any value; `null` if the state is `done`. */
  readonly error: unknown;
  /**
   * The sum of the charges that the response reports, in US dollars. `null` if any result has none, as in v3, or if
   * there is no result. Polls report the charge of the submission, and report it again if the same result is polled
   * again. It is `null` for further pages of `task`.
   */
  readonly chargeUsd: number | null;
  /**
   * The number of frames of all results; for a stream, of those that were read before its end. `null` if there is no
   * result.
   */
  readonly frameCount: number | null;
  /**
   * The time from the start of the call to the first frame, in milliseconds, for streams and `wait`; `null` for other
   * calls, and if there is no frame.
   */
  readonly firstFrameMs: number | null;
  /** The tokens of `ask`, even if the answer is unusable; `null` if Hive reports none, and for other calls. */
  readonly usage: TokenUsage | null;
};

/** The part of a verdict that telemetry receives. Verdicts of policies, prompt policies and panels have this form. */
export type HiveTelemetryVerdict = {
  /** The decision. */
  readonly decision: "block" | "review" | "unknown" | "allow";
  /** The tags that hold. */
  readonly tags: readonly {
    /** The name of the tag in the policy. */
    readonly tag: string;
  }[];
  /** The tags that could not be evaluated. */
  readonly unknownTags: readonly string[];
};

/** The attributes of a verdict. */
export type HiveVerdictAttributes = {
  /**
   * The origin of the verdict: `vlm` for `HiveVlm.judge`, `panel` for panels, `upload` for `HiveVerdictInterceptor`.
   * Choose others for your own verdicts.
   */
  readonly source: string;
  /** The name of the project in an app with several projects. Set by `HiveModule` of `@hivekit/nestjs`. */
  readonly project?: string | undefined;
};

/**
 * Receives the calls of clients, for traces and metrics. `@hivekit/core/opentelemetry` implements it.
 *
 * An implementation cannot change a call: its errors are ignored, as are return values of a wrong type. It receives
 * neither the key nor any content, except through `error`: a Hivekit error may have a `partial` result, and an
 * abort reason may be anything.
 */
export interface HiveTelemetry {
  /**
   * Called when a call starts, before its options are checked; for a stream, when its first frame or its summary is
   * requested. A call of `judge` is followed by those of `ask`, inside {@link HiveCallSpan.run}.
   */
  startCall(name: HiveCallName, attributes: HiveCallAttributes): HiveCallSpan;
  /** Called with each verdict of `HiveVlm.judge`, panels and `HiveVerdictInterceptor`. */
  recordVerdict?: ((verdict: HiveTelemetryVerdict, attributes: HiveVerdictAttributes) => void) | undefined;
}

/** One call. */
export interface HiveCallSpan {
  /**
   * Calls a function, and returns its result: a promise without a value, which never rejects. Called for each request
   * of the call with all its attempts, and for the work of `judge`. Functions of the user, such as one that opens
   * media, run inside.
   */
  run<Value>(work: () => Value): Value;
  /**
   * Called before each attempt, also before those that fail without a request, because the API key or the media cannot
   * be read. Each poll and each page of frames is an attempt, too. A call with invalid options has none.
   */
  startAttempt(request: HiveAttemptRequest): HiveAttemptSpan;
  /** Called once, at the end. A stream that is neither read to its end nor closed has none. */
  end(outcome: HiveCallOutcome): void;
}

/** One attempt to send a request. */
export interface HiveAttemptSpan {
  /**
   * Headers for the request, such as `traceparent`. Those of the client and the call take precedence. Ignored if one
   * of them is invalid. `authorization`, `content-type`, `content-length`, `keep-alive` and `upgrade` are left out.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Calls a function, and returns its result: a promise without a value, which never rejects. Called at most once, with
   * the call of `fetch`.
   */
  run<Value>(work: () => Value): Value;
  /** Called once, when the headers of the response have arrived, or the attempt has failed. */
  end(info: AttemptInfo): void;
}
