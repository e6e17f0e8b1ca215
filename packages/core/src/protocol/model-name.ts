const MODEL = /^\w[\w.-]*\/\w[\w.-]*$/;

/** Checks whether a value is the name of a model, as in the URLs of v3: `hive/visual-moderation`. */
export function isModelName(value: unknown): value is string {
  return typeof value === "string" && MODEL.test(value);
}
