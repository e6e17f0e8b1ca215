import { CHAT_FAULT_KINDS, type ChatFaultAct } from "./chat-fault-kinds.ts";
import { MS_SETTING, type FaultBody, type FaultDefinition, type FaultSetting } from "./fault-definition.ts";

/** A fault: its kind and its settings. */
export type FaultAct =
  | ChatFaultAct
  | {
      /** An HTTP status, as JSON or as the HTML page of a proxy. Not charged unless `billed` is set. */
      readonly kind: "status";
      /** The HTTP status, 400 to 599. */
      readonly status: number;
      /**
       * The format of the body: JSON in the format of the API generation, or the HTML page of a proxy.
       *
       * @defaultValue `"json"`
       */
      readonly body?: "json" | "html" | undefined;
      /**
       * Whether the submission is processed and charged before its response is replaced, as when a gateway times out.
       *
       * @defaultValue `false`
       */
      readonly billed?: boolean | undefined;
      /** The `Retry-After` header in seconds, 0 or more. @defaultValue no such header */
      readonly retryAfterSeconds?: number | undefined;
    }
  | {
      /** HTTP 200 with an error code in the body. Not charged. */
      readonly kind: "return-code";
      /** The `return_code` (v3: `status_code`) in the body, 1 or more. */
      readonly code: number;
    }
  | {
      /** A failed task. Not charged. In v3, which has no task codes, it becomes an HTTP 400 response. */
      readonly kind: "task-code";
      /** One of Hive's task codes, four digits such as `"3300"`. */
      readonly code: string;
    }
  | {
      /** The response stalls before it starts. Charged. */
      readonly kind: "stall-headers";
      /** Milliseconds until it starts, 0 to 2,147,483,647. @defaultValue it never starts */
      readonly ms?: number | undefined;
    }
  | {
      /** The response stalls after half of its body. Charged. */
      readonly kind: "stall-body";
      /** Milliseconds until it continues, 0 to 2,147,483,647. @defaultValue it never continues */
      readonly ms?: number | undefined;
    }
  | {
      /** The response stalls after a number of complete frames. Charged. */
      readonly kind: "stall-frames";
      /** The number of frames before the stall, 0 or more. @defaultValue 1 */
      readonly after?: number | undefined;
      /** Milliseconds until it continues, 0 to 2,147,483,647. @defaultValue it never continues */
      readonly ms?: number | undefined;
    }
  | {
      /** The body arrives in small chunks. Charged. */
      readonly kind: "drip";
      /** Milliseconds between two chunks, 0 to 2,147,483,647. @defaultValue 100 */
      readonly ms?: number | undefined;
      /** Bytes per chunk, 1 or more. @defaultValue 16 */
      readonly bytes?: number | undefined;
    }
  | {
      /** The callback is sent late. Charged. */
      readonly kind: "callback-late";
      /** The delay in milliseconds, 0 to 2,147,483,647. @defaultValue 1000 */
      readonly ms?: number | undefined;
    }
  | {
      /** The callback is sent after the next one. Charged. */
      readonly kind: "callback-reorder";
      /** Milliseconds to wait for the next callback, 0 to 2,147,483,647. @defaultValue 5000 */
      readonly ms?: number | undefined;
    }
  | {
      /** The connection is reset before the response. Charged. */
      readonly kind: "reset";
    }
  | {
      /** The connection is reset in the middle of the body. Charged. */
      readonly kind: "reset-body";
    }
  | {
      /** Half of the body arrives, and the response ends normally. Charged. */
      readonly kind: "truncate";
    }
  | {
      /** `Content-Length` exceeds the body by 16 bytes. Charged. */
      readonly kind: "wrong-length";
    }
  | {
      /** The callback is never sent. Charged. */
      readonly kind: "callback-drop";
    }
  | {
      /** The callback is sent twice. Charged. */
      readonly kind: "callback-double";
    }
  | {
      /** The callback is sent before the submission is acknowledged. Charged. */
      readonly kind: "callback-early";
    };

/** The kind of a fault. */
export type FaultKind = FaultAct["kind"];

/** A fault, how often it happens, and to which requests. Without `times` and `rate` it happens once. */
export type EmulatorFault = FaultAct & {
  /** How many times it happens, 1 or more. @defaultValue 1; without a limit if `rate` is given */
  readonly times?: number | undefined;
  /**
   * The probability that it happens to a request, 0 to 1. The same `seed` of the emulator selects the same requests.
   *
   * @defaultValue 1
   */
  readonly rate?: number | undefined;
  /** Restricts it to the project with this key. @defaultValue all projects */
  readonly project?: string | undefined;
  /**
   * Restricts it to requests whose method and path contain this text, such as `"/v2/task/async"`. It happens to polls
   * only if the text contains `"GET"`.
   *
   * @defaultValue all submissions
   */
  readonly route?: string | undefined;
};

/** The number of bytes that `wrong-length` adds to `Content-Length`. */
const EXCESS_BYTES = 16;

/** The messages of the error table in Hive's documentation, for the statuses that it contains. */
const STATUS_MESSAGES: Readonly<Record<number, string>> = {
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

/**
 * The kinds of faults. The text form of a fault, its validation, its behavior and its documentation follow from its
 * entry, which the compiler checks against the type above. To add a fault, add its type and its entry here, its row in
 * the README and a test.
 */
const FAULT_KINDS: { readonly [Kind in FaultKind]: FaultDefinition<FaultAct & { readonly kind: Kind }> } = {
  status: {
    stage: "response",
    settings: {
      status: { type: "number", text: { as: "name" }, isRequired: true, min: 400, max: 599, isWhole: true },
      body: { type: "choice", text: { as: "flag", name: "html" }, values: ["json", "html"] },
      billed: { type: "flag", text: { as: "flag", name: "billed" } },
      retryAfterSeconds: { type: "number", text: { as: "number", name: "retry-after" }, min: 0 },
    },
    examples: ["429", "503:html", "504:billed", "429:retry-after=30"],
    effect: "an HTTP status from 400 to 599, as JSON or as the HTML page of a proxy",
    charged: "no, unless `:billed` is set",
    replace: ({ status, body, retryAfterSeconds }, respond) => {
      const message = messageForStatus(status);
      const response = body === "html" ? createHtmlPage(status, message) : respond(status, message);
      if (retryAfterSeconds !== undefined) response.headers.set("retry-after", String(retryAfterSeconds));
      return response;
    },
    isProcessed: ({ billed }) => billed === true,
  },
  "return-code": {
    stage: "response",
    settings: {
      code: { type: "number", text: { as: "value" }, isRequired: true, min: 1, isWhole: true },
    },
    examples: ["return-code:400"],
    effect: "HTTP 200 with this `return_code` in the body (v3: `status_code`)",
    charged: "no",
    replace: ({ code }, respond) => respond(code, messageForStatus(code), 200),
  },
  "task-code": {
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
    examples: ["task-code:3300"],
    effect: "the task fails with this `status.code`; in v3, which has no task codes, HTTP 400",
    charged: "no",
    taskCode: ({ code }) => code,
  },
  "stall-headers": {
    stage: "response",
    settings: { ms: MS_SETTING },
    examples: ["stall-headers", "stall-headers:ms=500"],
    effect: "the response starts after `ms`; without `ms`, never",
    charged: "yes",
    beforeResponse: ({ ms }, connection) => connection.wait(ms ?? null),
  },
  "stall-body": {
    stage: "response",
    settings: { ms: MS_SETTING },
    examples: ["stall-body", "stall-body:ms=500"],
    effect: "half of the body arrives, and the rest after `ms`; without `ms`, never",
    charged: "yes",
    write: async function* ({ ms }, body, connection) {
      const [first, second] = splitInHalf(body);
      yield first;
      await connection.wait(ms ?? null);
      yield second;
    },
  },
  "stall-frames": {
    stage: "response",
    settings: {
      after: { type: "number", text: { as: "number", name: "after" }, min: 0, isWhole: true },
      ms: MS_SETTING,
    },
    examples: ["stall-frames:after=2", "stall-frames:ms=500"],
    effect: "`after` complete frames arrive (1 by default), and the rest after `ms`; without `ms`, never",
    charged: "yes",
    write: async function* ({ after = 1, ms }, body, connection) {
      let framesLeft = Math.min(after, body.frameCount);
      for await (const chunk of body.chunks()) {
        yield chunk;
        if (framesLeft === 0) await connection.wait(ms ?? null);
        framesLeft -= 1;
      }
    },
  },
  reset: {
    stage: "response",
    settings: {},
    examples: ["reset"],
    effect: "the connection is reset before the response; in process, `fetch` rejects with a `TypeError`",
    charged: "yes",
    beforeResponse: (_, connection) => connection.breakOff("reset"),
  },
  "reset-body": {
    stage: "response",
    settings: {},
    examples: ["reset-body"],
    effect:
      "the connection is reset in the middle of the body; in process, the body fails with a `TypeError`",
    charged: "yes",
    write: async function* (_, body, connection) {
      yield splitInHalf(body)[0];
      await connection.breakOff("reset");
    },
  },
  truncate: {
    stage: "response",
    settings: {},
    examples: ["truncate"],
    effect: "half of the body arrives, and the response ends normally",
    charged: "yes",
    write: async function* (_, body) {
      yield splitInHalf(body)[0];
    },
  },
  drip: {
    stage: "response",
    settings: {
      ms: MS_SETTING,
      bytes: { type: "number", text: { as: "number", name: "bytes" }, min: 1, isWhole: true },
    },
    examples: ["drip:ms=50:bytes=8"],
    effect: "the body arrives in chunks of `bytes` (16 by default), one every `ms` (100 by default)",
    charged: "yes",
    write: async function* ({ ms = 100, bytes: chunkBytes = 16 }, body, connection) {
      const bytes = body.bytes();
      for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
        if (offset > 0) await connection.wait(ms);
        yield bytes.subarray(offset, offset + chunkBytes);
      }
    },
  },
  "wrong-length": {
    stage: "response",
    settings: {},
    examples: ["wrong-length"],
    effect: `\`Content-Length\` exceeds the body by ${EXCESS_BYTES} bytes`,
    charged: "yes",
    excessBytes: EXCESS_BYTES,
    write: async function* (_, body, connection) {
      yield body.bytes();
      await connection.breakOff("end");
    },
  },
  "callback-drop": {
    stage: "callback",
    settings: {},
    examples: ["callback-drop"],
    effect: "the callback is never sent",
    charged: "yes",
    deliver: async (_, delivery) => delivery.drop(),
  },
  "callback-late": {
    stage: "callback",
    settings: { ms: MS_SETTING },
    examples: ["callback-late:ms=500"],
    effect: "the callback is sent after `ms` (1,000 by default)",
    charged: "yes",
    deliver: async ({ ms = 1000 }, delivery) => {
      await delivery.wait(ms);
      await delivery.send();
    },
  },
  "callback-double": {
    stage: "callback",
    settings: {},
    examples: ["callback-double"],
    effect: "the callback is sent twice",
    charged: "yes",
    deliver: async (_, delivery) => {
      await delivery.send();
      await delivery.send();
    },
  },
  "callback-reorder": {
    stage: "callback",
    settings: { ms: MS_SETTING },
    examples: ["callback-reorder", "callback-reorder:ms=500"],
    effect: "the callback is sent after the next one, or after `ms` (5,000 by default) if there is none",
    charged: "yes",
    deliver: async ({ ms = 5000 }, delivery) => {
      await Promise.race([delivery.nextSent(), delivery.wait(ms)]);
      await delivery.send();
    },
  },
  "callback-early": {
    stage: "callback",
    settings: {},
    examples: ["callback-early"],
    effect: "the callback is sent, and answered, before the submission is acknowledged",
    charged: "yes",
    isBeforeAcknowledgement: true,
  },
  ...CHAT_FAULT_KINDS,
};

/** The kinds in the order of the table. */
export const FAULT_KIND_NAMES = Object.keys(FAULT_KINDS).filter(isFaultKind);

/** Checks whether a value is the name of a kind. */
export function isFaultKind(name: unknown): name is FaultKind {
  return typeof name === "string" && Object.hasOwn(FAULT_KINDS, name);
}

/** The definition of a kind that is only known at run time. Its methods accept any fault. */
type AnyDefinition = Omit<FaultDefinition<EmulatorFault>, "settings"> & {
  readonly settings: Readonly<Record<string, FaultSetting>>;
};

/** Returns the definition of a kind. Pass only faults of this kind to its methods. */
export function getFaultDefinition(kind: FaultKind): AnyDefinition {
  return FAULT_KINDS[kind];
}

function messageForStatus(status: number): string {
  return STATUS_MESSAGES[status] ?? "Fault injected by the emulator";
}

function createHtmlPage(status: number, message: string): Response {
  const page = `<html>\n<head><title>${status} ${message}</title></head>\n<body>\n<center><h1>${status} ${message}</h1></center>\n</body>\n</html>\n`;
  return new Response(page, { status, headers: { "content-type": "text/html" } });
}

function splitInHalf(body: FaultBody): readonly [Uint8Array, Uint8Array] {
  const bytes = body.bytes();
  const middle = Math.ceil(bytes.length / 2);
  return [bytes.subarray(0, middle), bytes.subarray(middle)];
}
