import { createChatAnswer } from "../chat/chat-answer.ts";
import { invalidateAnswer, removeRequiredKey } from "../chat/spoil-answer.ts";
import { MS_SETTING, type FaultDefinition } from "./fault-definition.ts";

/** A fault in the answer of the vision language model. It happens only to chat completions. */
export type ChatFaultAct =
  | {
      /** The answer is in a Markdown code fence. Charged. */
      readonly kind: "chat-fence";
      /** Whether the fence has no language; otherwise it is `json`. @defaultValue `false` */
      readonly bare?: boolean | undefined;
    }
  | {
      /** Sentences surround the answer. Charged. */
      readonly kind: "chat-prose";
    }
  | {
      /** Half of the answer is missing, although `finish_reason` is `stop`. Charged. */
      readonly kind: "chat-cut";
    }
  | {
      /** The answer is JSON that is not valid according to the schema. Charged. */
      readonly kind: "chat-invalid";
    }
  | {
      /** A required key of the answer is missing. Charged. */
      readonly kind: "chat-missing-key";
    }
  | {
      /** The answer is a refusal: `content` is `null`. Charged. */
      readonly kind: "chat-refusal";
    }
  | {
      /** HTTP 200 with spaces, and then an error instead of the answer. Charged. */
      readonly kind: "chat-200-late-error";
      /** Milliseconds between two spaces, 0 to 2,147,483,647. @defaultValue 100 */
      readonly ms?: number | undefined;
      /** The number of spaces before the error, 1 to 10,000. @defaultValue 10 */
      readonly blanks?: number | undefined;
    }
  | {
      /** HTTP 400 for a strict schema. Not charged. */
      readonly kind: "chat-strict-400";
    }
  | {
      /** The answer is the one that the judged text demands. Charged. */
      readonly kind: "chat-obeys-injection";
    };

/** OpenAI's field for a refusal; the sentence is the emulator's own. */
const REFUSAL = "I can't help with this request.";

/**
 * The faults of chat completions. Source of the fence, the prose, the cut answer, the late error and the HTTP 400:
 * reference/hive-api-2.md, sections 1.6 and 2. The others are emulator behavior.
 */
export const CHAT_FAULT_KINDS: {
  readonly [Kind in ChatFaultAct["kind"]]: FaultDefinition<ChatFaultAct & { readonly kind: Kind }>;
} = {
  "chat-fence": {
    stage: "answer",
    settings: { bare: { type: "flag", text: { as: "flag", name: "bare" } } },
    examples: ["chat-fence", "chat-fence:bare"],
    effect: "the answer is in a code fence, with the language `json` unless `bare` is set",
    charged: "yes",
    changeAnswer: ({ bare }, answer, question) =>
      createChatAnswer(`\`\`\`${bare === true ? "" : "json"}\n${answer.content ?? ""}\n\`\`\``, question),
  },
  "chat-prose": {
    stage: "answer",
    settings: {},
    examples: ["chat-prose"],
    effect: "sentences surround the answer",
    charged: "yes",
    changeAnswer: (_, { content }, question) =>
      createChatAnswer(`Here is the answer:\n\n${content ?? ""}\n\nLet me know if you need more.`, question),
  },
  "chat-cut": {
    stage: "answer",
    settings: {},
    examples: ["chat-cut"],
    effect:
      "half of the answer is missing; `finish_reason` is `stop`, and `completion_tokens` is `max_tokens`",
    charged: "yes",
    changeAnswer: (_, answer, { maxTokens }) => {
      const characters = Array.from(answer.content ?? "");
      const content = characters.slice(0, Math.floor(characters.length / 2)).join("");
      return { ...answer, content, finishReason: "stop", completionTokens: maxTokens };
    },
  },
  "chat-invalid": {
    stage: "answer",
    settings: {},
    examples: ["chat-invalid"],
    effect: "the answer is JSON that is not valid according to the schema of the request",
    charged: "yes",
    needs: "schema",
    changeAnswer: (_, answer, question) =>
      question.schema === null
        ? answer
        : createChatAnswer(invalidateAnswer(answer.content ?? "", question.schema), question),
  },
  "chat-missing-key": {
    stage: "answer",
    settings: {},
    examples: ["chat-missing-key"],
    effect: "the first required key of the answer is missing",
    charged: "yes",
    needs: "requiredKey",
    changeAnswer: (_, answer, question) =>
      question.schema === null
        ? answer
        : createChatAnswer(removeRequiredKey(answer.content ?? "", question.schema), question),
  },
  "chat-refusal": {
    stage: "answer",
    settings: {},
    examples: ["chat-refusal"],
    effect: "`content` is `null`, and `refusal` has a sentence",
    charged: "yes",
    changeAnswer: (_, __, question) => {
      return { ...createChatAnswer(REFUSAL, question), content: null, refusal: REFUSAL };
    },
  },
  "chat-200-late-error": {
    stage: "answer",
    settings: {
      ms: MS_SETTING,
      blanks: { type: "number", text: { as: "number", name: "blanks" }, min: 1, max: 10_000, isWhole: true },
    },
    examples: ["chat-200-late-error", "chat-200-late-error:ms=50:blanks=20"],
    effect:
      "HTTP 200 and spaces (`blanks`, 10 by default), one every `ms` (100 by default), and then an error with `status_code` 500",
    charged: "yes",
    write: async function* ({ ms = 100, blanks = 10 }, _, connection) {
      const blank = new TextEncoder().encode(" ");
      for (let sent = 0; sent < blanks; sent += 1) {
        yield blank;
        await connection.wait(ms);
      }
      yield new TextEncoder().encode('{"status_code":500,"message":"Internal Server Error"}');
    },
  },
  "chat-strict-400": {
    stage: "answer",
    settings: {},
    examples: ["chat-strict-400"],
    effect: "HTTP 400 for a request whose `json_schema` is `strict`",
    charged: "no",
    needs: "strictSchema",
    replace: (_, respond) => respond(400, "Strict json_schema is not supported for this model"),
  },
  "chat-obeys-injection": {
    stage: "answer",
    settings: {},
    examples: ["chat-obeys-injection"],
    effect:
      "the model obeys the judged text: its last `true` or `false` becomes the value of every boolean, and the last value of an enum that it names becomes the value of this enum; without a schema, the answer is the text",
    charged: "yes",
    changeAnswer: (_, __, question) => createChatAnswer(question.obeyText(), question),
  },
};
