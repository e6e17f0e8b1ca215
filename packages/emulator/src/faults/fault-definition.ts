/** When a fault happens: in the response to a request, in the task of a submission, or in the callback of an asynchronous task. */
export type FaultStage = "response" | "task" | "callback";

/** How the text form of a fault writes a setting: `NAME:VALUE`, `NAME:SETTING=NUMBER` or `NAME:FLAG`. A status is the name itself. */
type TextForm =
  | { readonly as: "name" }
  | { readonly as: "value" }
  | { readonly as: "number"; readonly name: string }
  | { readonly as: "flag"; readonly name: string };

/** A setting of a fault: its text form and its values. */
export type FaultSetting = { readonly text: TextForm; readonly isRequired?: true } & (
  | { readonly type: "number"; readonly min: number; readonly max?: number; readonly isWhole?: true }
  | { readonly type: "digits"; readonly pattern: RegExp; readonly expected: string }
  | { readonly type: "flag" }
  /** The text form sets the last of the values. */
  | { readonly type: "choice"; readonly values: readonly string[] }
);

type Settings = Readonly<Record<string, FaultSetting>>;

type SettingValue<Setting extends FaultSetting> = Setting extends { readonly type: "number" }
  ? number
  : Setting extends { readonly type: "flag" }
    ? boolean
    : Setting extends { readonly type: "choice"; readonly values: readonly (infer Value)[] }
      ? Value
      : string;

type RequiredKeys<S extends Settings> = {
  [Key in keyof S]: S[Key] extends { readonly isRequired: true } ? Key : never;
}[keyof S];

/** The properties of a fault object that hold its settings. */
export type SettingValues<S extends Settings> = {
  readonly [Key in RequiredKeys<S>]: SettingValue<S[Key]>;
} & {
  readonly [Key in Exclude<keyof S, RequiredKeys<S>>]?: SettingValue<S[Key]> | undefined;
};

/** Creates an error response in the form of an API generation. */
export type ErrorResponder = (code: number, message: string, httpStatus?: number) => Response;

/** The connection of a response, as far as a fault can use it. */
export type FaultConnection = {
  /** Waits a number of milliseconds; `null` waits until the caller disconnects or the emulator is reset or closed. */
  wait(ms: number | null): Promise<void>;
  /** Resets the connection, or ends it although more bytes were announced. Always rejects. */
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

/** The delivery of a callback, as far as a fault can change it. */
export type FaultDelivery = {
  send(): Promise<void>;
  /** Logs that the callback is not sent. */
  drop(): void;
  wait(ms: number): Promise<void>;
  /** Resolves when the emulator has sent its next callback. */
  nextSent(): Promise<void>;
};

/** The documentation of a fault, for `--help` and the README. Text in backticks is code. */
type FaultDocs = {
  /** Text forms of the fault, with each of its settings. */
  readonly examples: readonly string[];
  /** The effect, in one sentence. */
  readonly effect: string;
  /** Whether the project is charged. */
  readonly charged: string;
};

/** The behaviour of a fault. A fault implements the methods of the moments at which it acts. */
export type FaultBehavior<Fault> = {
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
  /** Delivers the callback. */
  deliver?(fault: Fault, delivery: FaultDelivery): Promise<void>;
  /** Whether the callback is delivered before the submission is acknowledged. */
  readonly isBeforeAcknowledgement?: true;
};

/** A kind of fault: an entry of the table in `fault-kinds.ts`. */
export type FaultDefinition<S extends Settings = Settings, Fault = SettingValues<S>> = FaultDocs &
  FaultBehavior<Fault> & { readonly stage: FaultStage; readonly settings: S };

/** Infers the settings of a definition, so that its methods receive a typed fault. */
export function defineFault<const S extends Settings>(definition: FaultDefinition<S>): FaultDefinition<S> {
  return definition;
}
