import type { AnswerCsam, AnswerHash } from "../model/answer-frame.ts";
import type { FinishedTask } from "../state/emulator-task.ts";

/** A hash that matches a list. It imitates only the structure of a match: no hashes are compared. */
export type CsamHash = {
  /** `saferhashv0` for an image, `md5` for a complete video, `videoSaferhashv0` for a scene. */
  readonly hashType: string;
  /** The types of the match, such as `CSAM`. */
  readonly matchTypes: readonly string[];
  /** Always `["matched"]`. */
  readonly reasons: readonly ["matched"];
  /** The lists that contain the hash. Their content is invented. */
  readonly sources: readonly {
    /** The name of the list. */
    readonly hashSet: string;
    /** The matches in the list. */
    readonly matches: readonly {
      /** An invented id. */
      readonly sourceId: string;
      /** Always 0. */
      readonly matchDistance: number;
      /** Always `null`. */
      readonly matchMetadata: null;
      /** Always empty. */
      readonly matchTransformations: readonly [];
    }[];
  }[];
  /** Always `null`. */
  readonly classifierPrediction: null;
  /** Always `false`. */
  readonly isLetterboxed: boolean;
  /** The start of the scene, in seconds; `null` for a complete file. */
  readonly startTimestamp: number | null;
  /** The end of the scene, in seconds; `null` for a complete file. */
  readonly endTimestamp: number | null;
  /** The index of the first frame of the scene; `null` for a complete file. */
  readonly frameIndex: number | null;
  /** Always `null`; absent in the combined detection. */
  readonly hashString?: null;
};

/** The result of CSAM detection, an entry of `status`. Source: reference/hive-api-2.md, section 3. */
export type CsamEntry = {
  /** The outcome of the task. The code is a number, unlike in other replies. */
  readonly status: {
    /** Always 200. */
    readonly code: 200;
    /** Always `SUCCESS`. */
    readonly message: "SUCCESS";
  };
  /** The submission and the result. */
  readonly response: {
    /** The submission. */
    readonly input: {
      /** The id of the task. */
      readonly id: string;
      /** When the submission arrived, ISO 8601. */
      readonly created_on: string;
      /** The id of the project's owner. */
      readonly user_id: number;
      /** The id of the project that the key selected. */
      readonly project_id: number;
    };
    /** The result: an object, not a list. */
    readonly output: {
      /** The result for the complete file. */
      readonly file: {
        /** The type of the file. An animated GIF is an image (emulator behavior). */
        readonly fileType: "image" | "video";
        /** `["matched"]` for a match, otherwise empty. */
        readonly reasons: readonly "matched"[];
        /** The scores of the classifier, which sum to 1; `null` for a match, and if the model only compares hashes. */
        readonly classifierPrediction: {
          /** The scores. */
          readonly csam_classifier: {
            /** 0 to 1. */
            readonly csam: number;
            /** 0 to 1. */
            readonly pornography: number;
            /** 0 to 1. */
            readonly other: number;
          };
        } | null;
      };
      /** The matching hashes; absent without a match (emulator behavior: Hive's form is not known). */
      readonly hashes?: readonly CsamHash[];
    };
  };
};

/** Creates the status entry of CSAM detection. */
export function toCsamEntry(task: FinishedTask, { fileType, hashes, prediction }: AnswerCsam): CsamEntry {
  const { inputId, project, model } = task;
  const hasHashString = model === "emulator_csam_hash";
  return {
    status: { code: 200, message: "SUCCESS" },
    response: {
      input: {
        id: inputId,
        created_on: task.receivedOn.toISOString(),
        user_id: project.userId,
        project_id: project.id,
      },
      output: {
        file: {
          fileType,
          reasons: hashes.length === 0 ? [] : ["matched"],
          classifierPrediction: prediction === null ? null : { csam_classifier: prediction },
        },
        ...(hashes.length === 0 ? {} : { hashes: hashes.map((hash) => toCsamHash(hash, hasHashString)) }),
      },
    },
  };
}

function toCsamHash({ type, matchTypes, scene }: AnswerHash, hasHashString: boolean): CsamHash {
  const match = {
    sourceId: "emulator",
    matchDistance: 0,
    matchMetadata: null,
    matchTransformations: [],
  } as const;
  return {
    hashType: type,
    matchTypes,
    reasons: ["matched"],
    sources: [{ hashSet: "emulator", matches: [match] }],
    classifierPrediction: null,
    isLetterboxed: false,
    startTimestamp: scene?.startSeconds ?? null,
    endTimestamp: scene?.endSeconds ?? null,
    frameIndex: scene?.frameIndex ?? null,
    ...(hasHashString ? { hashString: null } : {}),
  };
}
