/**
 * The kinds of faults, in one table: the type of a fault, its text form, its check, its behaviour and its documentation follow from an entry.
 * A new fault is an entry here, its row in the README and its test.
 */

/** When a fault happens: in the response to a request, in the task of a submission, or in the callback of an asynchronous task. */
export type FaultStage = "response" | "task" | "callback";

/** How the text form of a fault writes a setting: `NAME:VALUE`, `NAME:SETTING=NUMBER` or `NAME:FLAG`. A status is its own name. */
type TextForm =
  | { readonly as: "name" }
  | { readonly as: "value" }
  | { readonly as: "number"; readonly name: string }
  | { readonly as: "flag"; readonly name: string };

/** A setting of a fault: its text form, and the values that it takes. */
export type FaultSetting = { readonly text: TextForm; readonly isRequired?: true } & (
  | { readonly type: "number"; readonly min: number; readonly max: number; readonly isWhole?: true }
  | { readonly type: "digits"; readonly pattern: RegExp; readonly expected: string }
  | { readonly type: "flag" }
  /** The text form sets the last of the values. */
  | { readonly type: "choice"; readonly values: readonly string[] }
);

type Settings = Readonly<Record<string, FaultSetting>>;

type ValueOf<Setting extends FaultSetting> = Setting extends { readonly type: "number" }
  ? number
  : Setting extends { readonly type: "flag" }
    ? boolean
    : Setting extends { readonly type: "choice"; readonly values: readonly (infer Value)[] }
      ? Value
      : string;

type RequiredKeys<S extends Settings> = {
  [Key in keyof S]: S[Key] extends { readonly isRequired: true } ? Key : never;
}[keyof S];

/** The settings of a fault as an object has them. */
type SettingsOf<S extends Settings> = { readonly [Key in RequiredKeys<S>]: ValueOf<S[Key]> } & {
  readonly [Key in Exclude<keyof S, RequiredKeys<S>>]?: ValueOf<S[Key]> | undefined;
};

/** An error response in the form of an API generation. */
export type ErrorResponder = (code: number, message: string, httpStatus?: number) => Response;

/** The connection of a response, as far as a fault may use it. */
export type FaultConnection = {
  /** Waits a number of milliseconds; `null` waits until the caller leaves or the emulator is reset or closed. */
  wait(ms: number | null): Promise<void>;
  /** Resets the connection, or ends it although more was promised. Always rejects. */
  breakOff(way: "reset" | "end"): Promise<never>;
};

/** The body of a response, before a fault changes how it is written. */
export type FaultBody = {
  readonly frameCount: number;
  /** The complete body. */
  bytes(): Uint8Array;
  /** The chunk before the frames, one chunk per frame in its pace, and the chunk after the frames. */
  chunks(): AsyncIterable<Uint8Array>;
};

/** The delivery of a callback, as far as a fault may change it. */
export type FaultDelivery = {
  send(): Promise<void>;
  /** Logs that the callback is not sent. */
  drop(): void;
  wait(ms: number): Promise<void>;
  /** Resolves when the next callback of the emulator has been sent. */
  nextSent(): Promise<void>;
};

/** What the documentation says of a fault. */
type FaultDocs = {
  /** The text form, with the settings that it takes. */
  readonly example: string;
  /** The effect, in one sentence. */
  readonly effect: string;
  /** Whether the project is charged. */
  readonly charged: string;
};

/** What a fault does, at each moment at which one can happen. */
export type FaultBehavior<Fault> = {
  /** Replaces the response. */
  replace?(fault: Fault, respond: ErrorResponder): Response;
  /** Whether the submission is processed and charged before its response is replaced. @defaultValue `false` */
  isProcessed?(fault: Fault): boolean;
  /** Happens after the work and before the response starts. */
  beforeResponse?(fault: Fault, connection: FaultConnection): Promise<void>;
  /** How many bytes more than the body has the header `Content-Length` promises. */
  readonly excessBytes?: number;
  /** Writes the body. */
  write?(fault: Fault, body: FaultBody, connection: FaultConnection): AsyncGenerator<Uint8Array, void, void>;
  /** The task code with which the task fails. */
  taskCode?(fault: Fault): string;
  /** Delivers the callback. */
  deliver?(fault: Fault, delivery: FaultDelivery): Promise<void>;
  /** Whether the callback is delivered before the submission is acknowledged. */
  readonly isBeforeAcknowledgement?: true;
};

/** An entry of the table. */
export type FaultDefinition<S extends Settings = Settings, Fault = SettingsOf<S>> = FaultDocs &
  FaultBehavior<Fault> & { readonly stage: FaultStage; readonly settings: S };

/** The longest wait of a JavaScript timer, in milliseconds. */
const MAX_MS = 2_147_483_647;
/** How many bytes more the wrong length promises. */
const EXCESS_BYTES = 16;

const MS = { type: "number", text: { as: "number", name: "ms" }, min: 0, max: MAX_MS } as const;
const COUNT = { type: "number", max: Number.MAX_VALUE, isWhole: true } as const;

export const FAULT_KINDS = {
  status: define({
    stage: "response",
    settings: {
      status: { type: "number", text: { as: "name" }, isRequired: true, min: 400, max: 599, isWhole: true },
      body: { type: "choice", text: { as: "flag", name: "html" }, values: ["json", "html"] },
      billed: { type: "flag", text: { as: "flag", name: "billed" } },
      retryAfterSeconds: {
        type: "number",
        text: { as: "number", name: "retry-after" },
        min: 0,
        max: Number.MAX_VALUE,
      },
    },
    example: "429, 503:html, 504:billed, 429:retry-after=30",
    effect: "an HTTP status from 400 to 599, as JSON or as the HTML page of a proxy",
    charged: "no; with `:billed` yes",
    replace: ({ status, body, retryAfterSeconds }, respond) => {
      const message = messageForStatus(status);
      const response = body === "html" ? htmlPage(status, message) : respond(status, message);
      if (retryAfterSeconds !== undefined) response.headers.set("retry-after", String(retryAfterSeconds));
      return response;
    },
    isProcessed: ({ billed }) => billed === true,
  }),
  "return-code": define({
    stage: "response",
    settings: {
      code: {
        ...COUNT,
        text: { as: "value" },
        isRequired: true,
        min: 1,
      },
    },
    example: "return-code:400",
    effect: "HTTP 200 with this `return_code` in the body (v3: `status_code`)",
    charged: "no",
    replace: ({ code }, respond) => respond(code, messageForStatus(code), 200),
  }),
  "task-code": define({
    stage: "task",
    settings: {
      code: {
        type: "digits",
        text: { as: "value" },
        isRequired: true,
        pattern: /^[1-9]\d{3}$/,
        expected: 'a task code of four digits such as "3300"',
      },
    },
    example: "task-code:3300",
    effect: "the task fails with this `status.code`; in v3, which has no task codes, HTTP 400",
    charged: "no",
    taskCode: ({ code }) => code,
  }),
  "stall-headers": define({
    stage: "response",
    settings: { ms: MS },
    example: "stall-headers, stall-headers:ms=500",
    effect: "the response starts after `ms`, or never",
    charged: "yes",
    beforeResponse: ({ ms }, connection) => connection.wait(ms ?? null),
  }),
  "stall-body": define({
    stage: "response",
    settings: { ms: MS },
    example: "stall-body, stall-body:ms=500",
    effect: "half of the body arrives, and the rest after `ms`, or never",
    charged: "yes",
    write: async function* ({ ms }, body, connection) {
      const [first, second] = halves(body);
      yield first;
      await connection.wait(ms ?? null);
      yield second;
    },
  }),
  "stall-frames": define({
    stage: "response",
    settings: {
      after: { ...COUNT, text: { as: "number", name: "after" }, min: 0 },
      ms: MS,
    },
    example: "stall-frames:after=2, stall-frames:ms=500",
    effect: "`after` complete frames arrive (1 by default), and the rest after `ms`, or never",
    charged: "yes",
    write: async function* ({ after = 1, ms }, body, connection) {
      let framesLeft = Math.min(after, body.frameCount);
      for await (const chunk of body.chunks()) {
        yield chunk;
        if (framesLeft === 0) await connection.wait(ms ?? null);
        framesLeft -= 1;
      }
    },
  }),
  reset: define({
    stage: "response",
    settings: {},
    example: "reset",
    effect: "the connection is reset before a response; in process, `fetch` rejects with a `TypeError`",
    charged: "yes",
    beforeResponse: (_, connection) => connection.breakOff("reset"),
  }),
  "reset-body": define({
    stage: "response",
    settings: {},
    example: "reset-body",
    effect:
      "the connection is reset in the middle of the body; in process, the body fails with a `TypeError`",
    charged: "yes",
    write: async function* (_, body, connection) {
      yield halves(body)[0];
      await connection.breakOff("reset");
    },
  }),
  truncate: define({
    stage: "response",
    settings: {},
    example: "truncate",
    effect: "half of the body arrives, and the response ends properly",
    charged: "yes",
    write: async function* (_, body) {
      yield halves(body)[0];
    },
  }),
  drip: define({
    stage: "response",
    settings: {
      ms: MS,
      bytes: { ...COUNT, text: { as: "number", name: "bytes" }, min: 1 },
    },
    example: "drip:ms=50:bytes=8",
    effect: "the body arrives in chunks of `bytes` (16 by default), one every `ms` (100 by default)",
    charged: "yes",
    write: async function* ({ ms = 100, bytes: chunkBytes = 16 }, body, connection) {
      const bytes = body.bytes();
      for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
        if (offset > 0) await connection.wait(ms);
        yield bytes.subarray(offset, offset + chunkBytes);
      }
    },
  }),
  "wrong-length": define({
    stage: "response",
    settings: {},
    example: "wrong-length",
    effect: `\`Content-Length\` promises ${EXCESS_BYTES} bytes more than arrive`,
    charged: "yes",
    excessBytes: EXCESS_BYTES,
    write: async function* (_, body, connection) {
      yield body.bytes();
      await connection.breakOff("end");
    },
  }),
  "callback-drop": define({
    stage: "callback",
    settings: {},
    example: "callback-drop",
    effect: "the callback is never sent",
    charged: "yes",
    deliver: async (_, delivery) => delivery.drop(),
  }),
  "callback-late": define({
    stage: "callback",
    settings: { ms: MS },
    example: "callback-late:ms=500",
    effect: "the callback is sent after `ms` (1,000 by default)",
    charged: "yes",
    deliver: async ({ ms = 1000 }, delivery) => {
      await delivery.wait(ms);
      await delivery.send();
    },
  }),
  "callback-double": define({
    stage: "callback",
    settings: {},
    example: "callback-double",
    effect: "the callback is sent twice",
    charged: "yes",
    deliver: async (_, delivery) => {
      await delivery.send();
      await delivery.send();
    },
  }),
  "callback-reorder": define({
    stage: "callback",
    settings: { ms: MS },
    example: "callback-reorder, callback-reorder:ms=500",
    effect: "the callback is sent after the next one, or after `ms` (5,000 by default) when there is none",
    charged: "yes",
    deliver: async ({ ms = 5000 }, delivery) => {
      await Promise.race([delivery.nextSent(), delivery.wait(ms)]);
      await delivery.send();
    },
  }),
  "callback-early": define({
    stage: "callback",
    settings: {},
    example: "callback-early",
    effect: "the callback is sent, and answered, before the submission is acknowledged",
    charged: "yes",
    isBeforeAcknowledgement: true,
  }),
} as const;

/** The kind of a fault. */
export type FaultKind = keyof typeof FAULT_KINDS;

/** What goes wrong: the kind of the fault and its settings, as the README's table of faults lists them. */
export type FaultAct = {
  [Kind in FaultKind]: { readonly kind: Kind } & SettingsOf<(typeof FAULT_KINDS)[Kind]["settings"]>;
}[FaultKind];

/** A fault, how often it happens, and to which requests. Without `times` and `rate` it happens once. */
export type EmulatorFault = FaultAct & {
  /** How many times it happens, 1 or more. @defaultValue 1; without a limit where `rate` is given */
  readonly times?: number | undefined;
  /** The probability with which it happens to each request, 0 to 1, decided by the emulator's `seed`. @defaultValue 1 */
  readonly rate?: number | undefined;
  /** The key of the only project to which it happens. @defaultValue all projects */
  readonly project?: string | undefined;
  /** A part of the method and path of the requests to which it happens, such as `"/v2/task/async"`. It happens to polls only if this contains `"GET"`. @defaultValue all submissions */
  readonly route?: string | undefined;
};

/** The kinds in the order of the table. */
export const FAULT_KIND_NAMES = Object.keys(FAULT_KINDS).filter(isFaultKind);

/** Whether a value is the name of a kind. */
export function isFaultKind(name: unknown): name is FaultKind {
  return typeof name === "string" && Object.hasOwn(FAULT_KINDS, name);
}

/** The definition of a fault's kind, with a behaviour that takes any fault of that kind. */
export function definitionOf(
  kind: FaultKind,
): Omit<FaultDefinition, keyof FaultBehavior<never>> & FaultBehavior<EmulatorFault> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- callers look up the kind of the fault that they pass
  return FAULT_KINDS[kind] as unknown as Omit<FaultDefinition, keyof FaultBehavior<never>> &
    FaultBehavior<EmulatorFault>;
}

/** Gives an entry of the table its type. */
function define<const S extends Settings>(definition: FaultDefinition<S>): FaultDefinition<S> {
  return definition;
}

function halves(body: FaultBody): readonly [Uint8Array, Uint8Array] {
  const bytes = body.bytes();
  const middle = Math.ceil(bytes.length / 2);
  return [bytes.subarray(0, middle), bytes.subarray(middle)];
}

/** The messages of the error table in Hive's documentation, where it has one for the status. */
const MESSAGES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Invalid Auth Token",
  404: "Not Found",
  405: "Insufficient account balance",
  429: "Project has been rate limited",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

function messageForStatus(status: number): string {
  return MESSAGES[status] ?? "A fault of the emulator";
}

function htmlPage(status: number, message: string): Response {
  const page = `<html>\n<head><title>${status} ${message}</title></head>\n<body>\n<center><h1>${status} ${message}</h1></center>\n</body>\n</html>\n`;
  return new Response(page, { status, headers: { "content-type": "text/html" } });
}
