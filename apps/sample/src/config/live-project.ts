import { RECOMMENDED_POLICY } from "@hivekit/core/policy";
import type { HiveApi } from "@hivekit/core";
import * as z from "zod";
import type { DeskProject } from "../../api/desk-api.ts";
import { checkValue } from "./check-value.ts";
import { CALLBACK_PROJECT, createSegmentRules } from "./project.ts";
import type { Project } from "./project.ts";
import { UserError } from "./user-error.ts";

const ACCEPTS: { readonly [api in HiveApi]: DeskProject["accepts"] } = {
  v1: ["media", "url"],
  v2: ["media", "url", "text"],
  v3: ["media", "url", "text"],
};

/** An empty variable counts as unset. */
const ignoreEmpty = (value: unknown): unknown => value || undefined;
const Variable = z.preprocess(ignoreEmpty, z.string().optional());

/** The environment variables of `--live`. */
const LiveEnvironment = z
  .object({
    HIVE_API_KEY: z.preprocess(
      ignoreEmpty,
      z.string("--live needs the API key of a Hive project in HIVE_API_KEY."),
    ),
    HIVE_API: z.preprocess(
      ignoreEmpty,
      z
        .enum(["v1", "v2", "v3"], {
          error: ({ input }) => `HIVE_API must be v1, v2 or v3, got ${String(input)}.`,
        })
        .default("v1"),
    ),
    HIVE_MODEL: Variable,
    HIVE_BASE_URL: Variable,
    HIVE_CALLBACK_URL: Variable,
    HIVE_CALLBACK_SECRET: Variable,
  })
  .refine(
    ({ HIVE_API: api, HIVE_CALLBACK_URL: url, HIVE_CALLBACK_SECRET: secret }) =>
      (url === undefined) === (secret === undefined) && (secret === undefined || api === "v2"),
    "Callbacks need all three of HIVE_CALLBACK_URL, HIVE_CALLBACK_SECRET and HIVE_API=v2.",
  );

/**
 * Reads the project of `HIVE_API_KEY` from the environment. With a callback URL and a secret, it submits
 * asynchronously, as a labeling project needs: reviewers may take hours.
 *
 * @throws UserError if the key is missing or another variable is invalid.
 */
export function readLiveProject(environment: NodeJS.ProcessEnv): Project {
  const {
    HIVE_API_KEY: apiKey,
    HIVE_API: api,
    HIVE_MODEL: model,
    HIVE_BASE_URL: baseUrl,
    HIVE_CALLBACK_URL: publicUrl,
    HIVE_CALLBACK_SECRET: secret,
  } = checkValue(LiveEnvironment, environment, { createError: (message) => new UserError(message) });
  const callbacks = publicUrl === undefined || secret === undefined ? null : { publicUrl, secret };
  const { block, review } = RECOMMENDED_POLICY;
  return {
    name: callbacks === null ? "live" : CALLBACK_PROJECT,
    description: "The project of HIVE_API_KEY. Every submission is billed.",
    accepts: ACCEPTS[api],
    isLabeling: callbacks !== null,
    consoleUrl: null,
    options: {
      apiKey,
      api,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(model === undefined ? {} : { model }),
    },
    callbacks,
    policy: RECOMMENDED_POLICY,
    policyText: null,
    segments: createSegmentRules([...Object.keys(block), ...Object.keys(review)], 0.5),
  };
}

/** The first version of the policy text, for moderators to edit. */
const POLICY_TEXT = `A public web site for adults and children.

block weaponsSale: Offers to sell or buy weapons.
  News about weapons do not belong here.
review insult: Insults against a person. Criticism of what somebody did is allowed.
`;

/**
 * Reads the project of `HIVE_VLM_API_KEY`, in which the vision language model judges by a prompt policy.
 *
 * @returns `null` if the variable is missing or empty.
 */
export function readLivePromptProject(environment: NodeJS.ProcessEnv): Project | null {
  const apiKey = environment["HIVE_VLM_API_KEY"] || null;
  const baseUrl = environment["HIVE_BASE_URL"] || null;
  if (apiKey === null) return null;
  return {
    name: "prompt",
    description: "Judges images and texts by a prompt policy, which you can edit. Hive bills the tokens.",
    accepts: ["media", "url", "text"],
    isLabeling: false,
    consoleUrl: null,
    options: { apiKey, api: "v3", ...(baseUrl === null ? {} : { baseUrl }) },
    callbacks: null,
    policy: {},
    policyText: POLICY_TEXT,
    segments: null,
  };
}
