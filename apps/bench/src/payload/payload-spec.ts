/** How the reply is built: the three generations of classification, and detection as v1 writes it. */
export type PayloadForm = "v1" | "v2" | "v3" | "detection";

/** How the JSON is spaced: not at all, with an indent of 2, or with `", "` and `": "` as Python does. */
export type PayloadLayout = "compact" | "pretty" | "spaced";

/** Which reply is generated. The same spec gives the same bytes. */
export type PayloadSpec = {
  readonly form: PayloadForm;
  readonly layout: PayloadLayout;
  readonly frames: number;
};

/** What every contestant must have seen of a payload, told by the generator and not by a parser. */
export type Reference = {
  readonly frameCount: number;
  /** Classes or boxes, over all frames. */
  readonly itemCount: number;
  /** The frame in the middle and the last one, as compact JSON. */
  readonly middle: string;
  readonly last: string;
  /** How many bytes of the reply there are up to the last character of each of its first 100 frames. */
  readonly frameEndBytes: readonly number[];
  readonly sizeBytes: number;
};

/** Where the frames stand in the reply. */
export function framesAt(form: PayloadForm): readonly (string | number)[] {
  if (form === "v3") return ["output"];
  return form === "v2" ? ["status", 0, "response", "output"] : ["status", "response", "output"];
}
