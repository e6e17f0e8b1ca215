/** The format of the response: classification of each API generation, and detection in v1. */
export type PayloadForm = "v1" | "v2" | "v3" | "detection";

/** The whitespace of the JSON: none, an indent of 2, or `", "` and `": "` as in Python. */
export type PayloadLayout = "compact" | "pretty" | "spaced";

/** Describes a generated reply. The same spec yields the same bytes. */
export type PayloadSpec = {
  readonly form: PayloadForm;
  readonly layout: PayloadLayout;
  readonly frames: number;
};

/** The content that every reader must deliver, according to the generator. */
export type Reference = {
  readonly frameCount: number;
  /** The number of classes or boxes of all frames. */
  readonly itemCount: number;
  /** The middle frame and the last one, as compact JSON. */
  readonly middle: string;
  readonly last: string;
  /** The end of each of the first 100 frames, as an offset in bytes. */
  readonly frameEndBytes: readonly number[];
  readonly sizeBytes: number;
};

/** Returns the path of the frames in the reply. */
export function getFramesPath(form: PayloadForm): readonly (string | number)[] {
  if (form === "v3") return ["output"];
  return form === "v2" ? ["status", 0, "response", "output"] : ["status", "response", "output"];
}
