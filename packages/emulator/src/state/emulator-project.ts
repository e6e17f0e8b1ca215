/** What answers for a project. All are ours: they stand where Hive's models stand, and decide by pixels or by a list. */
export type EmulatorModel =
  | "emulator_colors"
  | "emulator_colors_boxes"
  | "emulator_colors_mask"
  | "emulator_labeling";

/** The kind of reply that a project gives. Hive's words, in capitals as live replies have them; `LABELING` is ours. */
export type EmulatorModelType = "CATEGORIZATION" | "BOUNDING_BOX" | "SEMANTIC_SEGMENTATION" | "LABELING";

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
  /** What one frame costs, in US dollars: 0.003 as in live replies, 0 for labeling, whose price is not known. */
  readonly unitPriceUsd: number;
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
  /** US dollars per frame. @defaultValue 0.003; for labeling 0 */
  readonly unitPriceUsd?: number | undefined;
};

const MODEL_TYPES: Readonly<Record<EmulatorModel, EmulatorModelType>> = {
  emulator_colors: "CATEGORIZATION",
  emulator_colors_boxes: "BOUNDING_BOX",
  emulator_colors_mask: "SEMANTIC_SEGMENTATION",
  emulator_labeling: "LABELING",
};

const DEMO_PROJECTS: readonly EmulatorProjectOptions[] = [
  { key: "demo-colors", model: "emulator_colors" },
  { key: "demo-colors-boxes", model: "emulator_colors_boxes" },
  { key: "demo-colors-mask", model: "emulator_colors_mask" },
  { key: "demo-labeling", model: "emulator_labeling" },
];

/** The projects by key: the demo projects, then `added` ones; a known key is replaced in its place. */
export function listProjects(added: readonly EmulatorProjectOptions[]): ReadonlyMap<string, EmulatorProject> {
  const byKey = new Map([...DEMO_PROJECTS, ...added].map((options) => [options.key, options]));
  const projects = [...byKey.values()].map((options, index): EmulatorProject => {
    const modelType = MODEL_TYPES[options.model];
    const unitPriceUsd = options.unitPriceUsd ?? (modelType === "LABELING" ? 0 : 0.003);
    return {
      key: options.key,
      id: options.id ?? 1001 + index,
      userId: options.userId ?? 1,
      model: options.model,
      modelType,
      unitPriceUsd,
    };
  });
  return new Map(projects.map((project) => [project.key, project]));
}
