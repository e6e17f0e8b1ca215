import {
  EMULATOR_MODELS,
  MODEL_FACTS,
  type ApiGeneration,
  type EmulatorModel,
  type EmulatorModelType,
} from "../model/emulator-model.ts";

/**
 * The variants of Hive's replies, for the details in which live replies and documents differ. Source:
 * reference/hive-api.md.
 */
export type EmulatorVariants = {
  /**
   * The type of `status` in v1's model replies: an object, as in replies of 2020, or an array, as in later ones.
   *
   * @defaultValue `"object"`
   */
  readonly status: "object" | "array";
  /** v3's key for a class: `class` as in live replies, `class_name` as documented. @defaultValue `"class"` */
  readonly classKey: "class" | "class_name";
  /**
   * The type of `charge`. `"auto"` means a number in replies and a string with five decimals in callbacks, as in Hive's
   * samples.
   *
   * @defaultValue `"auto"`
   */
  readonly charge: "auto" | "number" | "string";
  /**
   * Whether `media` contains the short `mime_type` in addition to `mimetype`. Replies of 2020 did not.
   *
   * @defaultValue `true`
   */
  readonly mimeType: boolean;
  /** Whether replies claim to come from a cache, with the id of another task in `input.id`. @defaultValue `false` */
  readonly fromCache: boolean;
};

/** The limit for a project's submissions in a sliding window. */
export type EmulatorRateLimit = {
  /** The number of submissions per window, 0 or more. */
  readonly requests: number;
  /** The length of the window in seconds, 0.001 or more. @defaultValue 1 */
  readonly perSeconds?: number | undefined;
  /** The `Retry-After` header of an HTTP 429, in seconds. @defaultValue no such header, because Hive documents none */
  readonly retryAfterSeconds?: number | undefined;
};

/** A project of the emulator. As with Hive, the key selects the project, and the project selects the model. */
export type EmulatorProject = {
  /** The API key. */
  readonly key: string;
  /** The `project_id` of its replies. */
  readonly id: number;
  /** The `user_id` of its replies. */
  readonly userId: number;
  /** The model that answers. */
  readonly model: EmulatorModel;
  /** The type of its replies, which depends on the model. */
  readonly modelType: EmulatorModelType;
  /**
   * The price in US dollars per frame, text, answer, started second of speech, or segment of 10 seconds of AI-generated
   * audio and music; for labeling, per task. `null` if it depends on the model in the request.
   */
  readonly unitPriceUsd: number | null;
  /** The generations in which the key is valid. */
  readonly generations: readonly ApiGeneration[];
  /** The rate limit; `null` for none. */
  readonly rateLimit: EmulatorRateLimit | null;
  /** The variants of its replies. */
  readonly variants: EmulatorVariants;
  /**
   * The labels that the console offers to a reviewer, in this order. By default, only labeling projects have labels.
   */
  readonly choices: readonly string[];
};

/** The options of a project to add. It replaces a project with the same key. */
export type EmulatorProjectOptions = {
  /** The API key, without whitespace. */
  readonly key: string;
  /** The model that answers. */
  readonly model: EmulatorModel;
  /** The `project_id` of its replies. @defaultValue 1001 plus the position in the list of all projects */
  readonly id?: number | undefined;
  /** The `user_id` of its replies. @defaultValue 1 */
  readonly userId?: number | undefined;
  /**
   * The price in US dollars per frame, text, answer, started second of speech, or segment of 10 seconds of AI-generated
   * audio and music (labeling: per task), a multiple of 0.00001.
   *
   * @defaultValue 0.003; 0.001 for text, translation and the vision language model, 0.006 for AI-generated, 0.00001 for
   * AI-generated audio and music, 0 for labeling and CSAM detection; with `emulator_v3` the price of the model in the
   * request
   */
  readonly unitPriceUsd?: number | undefined;
  /**
   * The balance in US dollars at the start and after a reset, a multiple of 0.00001. If less than the price of one
   * frame is left, submissions get HTTP 405.
   *
   * @defaultValue no limit
   */
  readonly balanceUsd?: number | undefined;
  /** The rate limit. @defaultValue no limit */
  readonly rateLimit?: EmulatorRateLimit | undefined;
  /**
   * The generations in which the key is valid. Labeling also supports `v2` if you list it here. The emulator then posts
   * the labels to the callback URL in v1's format (emulator behavior).
   *
   * @defaultValue the generations in which the format of the model's replies is known: v1 for labeling; v1 and v2 for
   * color boxes and masks; v2 and v3 for text; v3 for `emulator_v3` and `emulator_vlm`; all for colors, visual and
   * AI-generated; v2 for the others
   */
  readonly generations?: readonly ApiGeneration[] | undefined;
  /** The variants of its replies. @defaultValue see {@link EmulatorVariants} */
  readonly variants?: Partial<EmulatorVariants> | undefined;
  /**
   * The labels that the console offers to a reviewer, in this order. The reviewer can type others.
   *
   * @defaultValue `["yes", "no"]`
   */
  readonly choices?: readonly string[] | undefined;
};

/** One demo project per model. */
const DEMO_PROJECTS = EMULATOR_MODELS.map((model): EmulatorProjectOptions => {
  return { key: MODEL_FACTS[model].demoKey, model };
});

const DEFAULT_VARIANTS: EmulatorVariants = {
  status: "object",
  classKey: "class",
  charge: "auto",
  mimeType: true,
  fromCache: false,
};

const DEFAULT_CHOICES: readonly string[] = ["yes", "no"];

/** A project with its opening balance in US dollars; `null` for no limit. */
export type ListedProject = { readonly project: EmulatorProject; readonly balanceUsd: number | null };

/**
 * Lists all projects by key: the demo projects, then the `added` ones. A project whose key is already in the list takes
 * the position of the earlier one.
 */
export function listProjects(added: readonly EmulatorProjectOptions[]): ReadonlyMap<string, ListedProject> {
  const byKey = new Map([...DEMO_PROJECTS, ...added].map((options) => [options.key, options]));
  return new Map(
    [...byKey.values()].map((options, index) => [
      options.key,
      { project: createProject(options, 1001 + index), balanceUsd: options.balanceUsd ?? null },
    ]),
  );
}

/**
 * Returns the price of one frame, text or labeling task in US dollars. For `emulator_v3` without a price of its own, it
 * is the price of the model that answers.
 */
export function unitPriceFor(project: EmulatorProject, model: EmulatorModel): number {
  return project.unitPriceUsd ?? MODEL_FACTS[model].unitPriceUsd;
}

function createProject(options: EmulatorProjectOptions, defaultId: number): EmulatorProject {
  const facts = MODEL_FACTS[options.model];
  return {
    key: options.key,
    id: options.id ?? defaultId,
    userId: options.userId ?? 1,
    model: options.model,
    modelType: facts.type,
    unitPriceUsd: options.unitPriceUsd ?? (facts.type === "BY_ADDRESS" ? null : facts.unitPriceUsd),
    generations: options.generations ?? facts.generations,
    rateLimit: options.rateLimit ?? null,
    variants: { ...DEFAULT_VARIANTS, ...withoutUndefined(options.variants ?? {}) },
    choices: options.choices ?? (facts.type === "LABELING" ? DEFAULT_CHOICES : []),
  };
}

function withoutUndefined(variants: Partial<EmulatorVariants>): Partial<EmulatorVariants> {
  return Object.fromEntries(Object.entries(variants).filter(([, value]) => value !== undefined));
}
