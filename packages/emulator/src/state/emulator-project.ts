/** A generation of Hive's API. */
export type ApiGeneration = "v1" | "v2" | "v3";

/**
 * What answers for a project. All are ours and stand where Hive's models stand. `emulator_v3` is for keys of v3, whose address names the
 * model: it answers as `emulator_visual`, `emulator_text` or `emulator_ai_generated`.
 */
export type EmulatorModel =
  | "emulator_colors"
  | "emulator_colors_boxes"
  | "emulator_colors_mask"
  | "emulator_labeling"
  | "emulator_visual"
  | "emulator_text"
  | "emulator_ai_generated"
  | "emulator_v3";

/** The kind of reply that a project gives. Hive's words, in capitals as live replies have them; `LABELING` and `BY_ADDRESS` are ours. */
export type EmulatorModelType =
  | "CATEGORIZATION"
  | "BOUNDING_BOX"
  | "SEMANTIC_SEGMENTATION"
  | "TEXT_CLASSIFICATION"
  | "LABELING"
  | "BY_ADDRESS";

/** In which of the forms that live replies and documents show a project answers. Source: reference/hive-api.md. */
export type EmulatorVariants = {
  /** v1's `status` of a model: an object as in 2020, or an array as later. @defaultValue `"object"` */
  readonly status: "object" | "array";
  /** v3's key for a class: `class` as live, `class_name` as documented. @defaultValue `"class"` */
  readonly classKey: "class" | "class_name";
  /** `"auto"`: a number in replies, a string with five decimals in callbacks, as in the samples. @defaultValue `"auto"` */
  readonly charge: "auto" | "number" | "string";
  /** Whether `media` has the short `mime_type` beside `mimetype`: not so in 2020. @defaultValue `true` */
  readonly mimeType: boolean;
  /** Whether replies say that they come from a cache, with the id of another task in `input.id`. @defaultValue `false` */
  readonly fromCache: boolean;
};

/** How many submissions a project may make in a time. */
export type EmulatorRateLimit = {
  /** This many submissions … */
  readonly requests: number;
  /** … in so many seconds, at any moment. @defaultValue 1 */
  readonly perSeconds?: number | undefined;
  /** What the 429 says in `Retry-After`, in seconds. @defaultValue no such header: none is documented for Hive */
  readonly retryAfterSeconds?: number | undefined;
};

/** A project of the emulator: as at Hive, the key chooses the project, and the project the model. */
export type EmulatorProject = {
  /** The API key. */
  readonly key: string;
  /** The number that replies carry as `project_id`. */
  readonly id: number;
  /** The number that replies carry as `user_id`. */
  readonly userId: number;
  /** What answers. */
  readonly model: EmulatorModel;
  /** The kind of reply, which follows from the model. */
  readonly modelType: EmulatorModelType;
  /** What one frame or text costs, in US dollars; for labeling, what one task costs. `null` where that is up to the model in the address. */
  readonly unitPriceUsd: number | null;
  /** The generations that the key works with. */
  readonly generations: readonly ApiGeneration[];
  /** How many submissions it may make; `null` for any number. */
  readonly rateLimit: EmulatorRateLimit | null;
  /** The forms of its replies. */
  readonly variants: EmulatorVariants;
  /** What a person can pick on the console, in this order; empty but for labeling. */
  readonly choices: readonly string[];
};

/** A project to add, or to put in place of the one with the same key. */
export type EmulatorProjectOptions = {
  /** The API key. */
  readonly key: string;
  /** What answers. */
  readonly model: EmulatorModel;
  /** @defaultValue 1001 and up, by the place in the list of all projects */
  readonly id?: number | undefined;
  /** @defaultValue 1 */
  readonly userId?: number | undefined;
  /** US dollars per frame, in whole 0.00001. @defaultValue 0.003; 0.001 for text, 0.006 for AI-generated, 0 for labeling; with `emulator_v3` that of the model in the address */
  readonly unitPriceUsd?: number | undefined;
  /** What is on the account at the start and after a reset, in US dollars, in whole 0.00001; HTTP 405 when it is spent. @defaultValue no limit */
  readonly balanceUsd?: number | undefined;
  /** @defaultValue no limit */
  readonly rateLimit?: EmulatorRateLimit | undefined;
  /**
   * Labeling takes `v2` too, if it is asked for here: its form there, that of v1 posted to the callback URL, is ours.
   * @defaultValue v1 and v2 and v3, as far as the model has a known form there: labeling v1; boxes and masks v1, v2; text v2, v3
   */
  readonly generations?: readonly ApiGeneration[] | undefined;
  /** @defaultValue see {@link EmulatorVariants} */
  readonly variants?: Partial<EmulatorVariants> | undefined;
  /** What a person can pick on the console for a task of labeling, in this order; another label can be typed. @defaultValue `["yes", "no"]` */
  readonly choices?: readonly string[] | undefined;
};

type ModelFacts = {
  readonly type: EmulatorModelType;
  readonly unitPriceUsd: number;
  /** Where a form of its replies is known. */
  readonly generations: readonly ApiGeneration[];
  /** Where a project may have it all the same, in a form of ours, if its options say so. */
  readonly generationsByOption?: readonly ApiGeneration[];
};

/** What follows from a model. Prices: reference/hive-api.md, sections 1.6, 2.5 and 3.4. */
export const MODEL_FACTS: Readonly<Record<EmulatorModel, ModelFacts>> = {
  emulator_colors: { type: "CATEGORIZATION", unitPriceUsd: 0.003, generations: ["v1", "v2", "v3"] },
  emulator_colors_boxes: { type: "BOUNDING_BOX", unitPriceUsd: 0.003, generations: ["v1", "v2"] },
  emulator_colors_mask: { type: "SEMANTIC_SEGMENTATION", unitPriceUsd: 0.003, generations: ["v1", "v2"] },
  emulator_labeling: {
    type: "LABELING",
    unitPriceUsd: 0,
    generations: ["v1"],
    generationsByOption: ["v2"],
  },
  emulator_visual: { type: "CATEGORIZATION", unitPriceUsd: 0.003, generations: ["v1", "v2", "v3"] },
  emulator_text: { type: "TEXT_CLASSIFICATION", unitPriceUsd: 0.001, generations: ["v2", "v3"] },
  emulator_ai_generated: { type: "CATEGORIZATION", unitPriceUsd: 0.006, generations: ["v1", "v2", "v3"] },
  emulator_v3: { type: "BY_ADDRESS", unitPriceUsd: 0.003, generations: ["v3"] },
};

const DEMO_PROJECTS: readonly EmulatorProjectOptions[] = [
  { key: "demo-colors", model: "emulator_colors" },
  { key: "demo-colors-boxes", model: "emulator_colors_boxes" },
  { key: "demo-colors-mask", model: "emulator_colors_mask" },
  { key: "demo-labeling", model: "emulator_labeling" },
  { key: "demo-visual", model: "emulator_visual" },
  { key: "demo-text", model: "emulator_text" },
  { key: "demo-ai", model: "emulator_ai_generated" },
  { key: "demo-v3", model: "emulator_v3" },
];

const DEFAULT_VARIANTS: EmulatorVariants = {
  status: "object",
  classKey: "class",
  charge: "auto",
  mimeType: true,
  fromCache: false,
};

const DEFAULT_CHOICES: readonly string[] = ["yes", "no"];

/** A project, and what is on its account at the start, in US dollars; `null` for no limit. */
export type ListedProject = { readonly project: EmulatorProject; readonly balanceUsd: number | null };

/** All projects by key: the demo projects, then `added` ones; a known key is replaced in its place. */
export function listProjects(added: readonly EmulatorProjectOptions[]): ReadonlyMap<string, ListedProject> {
  const byKey = new Map([...DEMO_PROJECTS, ...added].map((options) => [options.key, options]));
  return new Map(
    [...byKey.values()].map((options, index) => [
      options.key,
      { project: projectOf(options, 1001 + index), balanceUsd: options.balanceUsd ?? null },
    ]),
  );
}

function projectOf(options: EmulatorProjectOptions, defaultId: number): EmulatorProject {
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
    variants: { ...DEFAULT_VARIANTS, ...definedOf(options.variants ?? {}) },
    choices: options.choices ?? (facts.type === "LABELING" ? DEFAULT_CHOICES : []),
  };
}

/** An option that was given as `undefined` was not given. */
function definedOf(variants: Partial<EmulatorVariants>): Partial<EmulatorVariants> {
  return Object.fromEntries(Object.entries(variants).filter(([, value]) => value !== undefined));
}
