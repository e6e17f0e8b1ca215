import type { CsamEntry } from "../wire/csam-entry.ts";
import type { CelebrityFrame, ReplyFrame } from "../wire/reply-frame.ts";
import type { StatusEntry, Translation } from "../wire/reply-status.ts";
import type { V2Reply } from "./v2-reply.ts";

/** The reply of the celebrity model, in which `response` is a list. Source: reference/hive-api.md, section 2.6.12. */
export type CelebrityReply = Omit<V2Reply, "status"> & {
  /** Always one entry. */
  readonly status: readonly [
    {
      /** The outcome of the task. */
      readonly status: StatusEntry["status"];
      /** Always 2. */
      readonly _version: 2;
      /** The frames in ascending order of time. */
      readonly response: readonly CelebrityFrame[];
    },
  ];
};

/** The reply of the translation model. Source: reference/hive-api-2.md, section 4. */
export type TranslationReply = Omit<V2Reply, "status"> & {
  /** Always one entry. */
  readonly status: readonly [
    {
      /** The outcome of the task. */
      readonly status: StatusEntry["status"];
      /** Always 2. */
      readonly _version: 2;
      /** The translation. */
      readonly response: Translation;
    },
  ];
  /** The languages as submitted. */
  readonly hsl_options: {
    /** The source language; `EN` if the submission names none (emulator behavior). */
    readonly input_language: string;
    /** The target language. */
    readonly output_language: string;
  };
};

/** The reply of the model for AI-generated audio, which has no ids. Source: reference/hive-api-2.md, section 5.2. */
export type AiAudioReply = Pick<V2Reply, "metadata"> & {
  /** Always one entry. */
  readonly status: readonly [
    {
      /** The outcome of the task. */
      readonly status: StatusEntry["status"];
      /** Always 2. */
      readonly _version: 2;
      /** The result. */
      readonly response: {
        /** The segments of 10 seconds in ascending order of time. */
        readonly output: readonly ReplyFrame[];
      };
    },
  ];
};

/** The reply of the model for AI-generated music, which has ids only in `input`. Source: as above. */
export type AiMusicReply = Pick<V2Reply, "metadata" | "status">;

/** The reply of CSAM detection, which has ids only in `input`. Source: reference/hive-api-2.md, section 3. */
export type CsamReply = Pick<V2Reply, "metadata"> & {
  /** Always one entry. */
  readonly status: readonly [CsamEntry];
};
