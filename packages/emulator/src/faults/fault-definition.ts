import type { ChatAnswer, ChatQuestion } from "../chat/chat-answer.ts";

/**
 * When a fault happens: in the response to a request, in the task of a submission, in the answer of a chat completion,
 * or in the callback of an asynchronous task.
 */
export type FaultStage = "response" | "task" | "answer" | "callback";

/** What a fault of a chat completion needs: a schema of the answer, a strict one, or one with a required key. */
export type FaultNeed = "schema" | "strictSchema" | "requiredKey";

/**
 * The text form of a setting: `NAME:VALUE`, `NAME:SETTING=NUMBER` or `NAME:FLAG`. An HTTP status is written as the name
 * itself.
 */
type TextForm =
  | { readonly as: "name" }
  | { readonly as: "value" }
  | { readonly as: "number"; readonly name: string }
  | { readonly as: "flag"; readonly name: string };

type NumberSetting = {
  readonly type: "number";
  readonly min: number;
  readonly max?: number;
  readonly isWhole?: true;
};
type DigitsSetting = { readonly type: "digits"; readonly pattern: RegExp; readonly expected: string };
type FlagSetting = { readonly type: "flag" };
/** In the text form, the setting is a flag that selects the last value. */
type ChoiceSetting<Value extends string> = { readonly type: "choice"; readonly values: readonly Value[] };

/** A setting of a fault: its text form and its values. */
export type FaultSetting = { readonly text: TextForm; readonly isRequired?: true } & (
  | NumberSetting
  | DigitsSetting
  | FlagSetting
  | ChoiceSetting<string>
);

/** The type of a setting, derived from the type of the fault's property. */
type SettingFor<Value> = { readonly text: TextForm } & ([Value] extends [number]
  ? NumberSetting
  : [Value] extends [boolean]
    ? FlagSetting
    : string extends Value
      ? DigitsSetting
      : ChoiceSetting<Value & string>);

/** One setting for each property of a fault except its kind. A required property needs `isRequired`. */
type SettingsFor<Fault> = {
  readonly [Key in Exclude<keyof Fault, "kind">]-?: undefined extends Fault[Key]
    ? SettingFor<NonNullable<Fault[Key]>> & { readonly isRequired?: never }
    : SettingFor<Fault[Key]> & { readonly isRequired: true };
};

/** The longest delay of a JavaScript timer, in milliseconds. */
const MAX_MS = 2_147_483_647;

/** The setting for a delay. */
export const MS_SETTING = {
  type: "number",
  text: { as: "number", name: "ms" },
  min: 0,
  max: MAX_MS,
} as const;

/** Creates an error response in the format of an API generation. */
export type ErrorResponder = (code: number, message: string, httpStatus?: number) => Response;

/** The operations that a fault can perform on the connection of a response. */
export type FaultConnection = {
  /** Waits a number of milliseconds; `null` waits until the caller disconnects or the emulator is reset or closed. */
  wait(ms: number | null): Promise<void>;
  /** Resets the connection, or ends it before all announced bytes were sent. Always rejects. */
  breakOff(how: "reset" | "end"): Promise<never>;
};

/** The body of a response, before a fault changes how it is written. */
export type FaultBody = {
  readonly frameCount: number;
  /** The complete body. */
  bytes(): Uint8Array;
  /** The chunk before the frames, one chunk per frame at the configured pace, and the chunk after the frames. */
  chunks(): AsyncIterable<Uint8Array>;
};

/** The operations that a fault can perform on the delivery of a callback. */
type FaultDelivery = {
  send(): Promise<void>;
  /** Logs the callback as dropped, without sending it. */
  drop(): void;
  wait(ms: number): Promise<void>;
  /** Resolves when the emulator has sent its next callback. */
  nextSent(): Promise<void>;
};

/** The documentation of a fault, for `--help` and the README. Text in backticks is code. */
type FaultDocs = {
  /** Text forms of the fault. Together, they show all its settings. */
  readonly examples: readonly string[];
  /** The effect, in one sentence. */
  readonly effect: string;
  /** Whether the project is charged. */
  readonly charged: string;
};

/** The behavior of a fault. A fault implements the methods for the stages at which it acts. */
type FaultBehavior<Fault> = {
  /** Replaces the response. */
  replace?(fault: Fault, respond: ErrorResponder): Response;
  /** Whether the submission is processed and charged before its response is replaced. @defaultValue `false` */
  isProcessed?(fault: Fault): boolean;
  /** Runs after the submission was processed and before the response starts. */
  beforeResponse?(fault: Fault, connection: FaultConnection): Promise<void>;
  /** The number of bytes by which the header `Content-Length` exceeds the body. */
  readonly excessBytes?: number;
  /** Writes the body. */
  write?(fault: Fault, body: FaultBody, connection: FaultConnection): AsyncGenerator<Uint8Array, void, void>;
  /** Returns the task code with which the task fails. */
  taskCode?(fault: Fault): string;
  /** What a request needs for this fault to be possible. @defaultValue nothing */
  readonly needs?: FaultNeed;
  /** Changes the answer of a chat completion. */
  changeAnswer?(fault: Fault, answer: ChatAnswer, question: ChatQuestion): ChatAnswer;
  /** Delivers the callback. */
  deliver?(fault: Fault, delivery: FaultDelivery): Promise<void>;
  /** Whether the callback is delivered before the submission is acknowledged. */
  readonly isBeforeAcknowledgement?: true;
};

/** A kind of fault: an entry of the table in `fault-kinds.ts`. */
export type FaultDefinition<Fault> = FaultDocs &
  FaultBehavior<Fault> & { readonly stage: FaultStage; readonly settings: SettingsFor<Fault> };
