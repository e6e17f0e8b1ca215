import { ApiError } from "../error/api-error.ts";

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON Schema that has only keywords of the emulator. */
export type SchemaNode = {
  readonly type: readonly SchemaType[] | null;
  /** The description, for the colors that it names. */
  readonly description: string;
  /** The path of a definition, such as `#/$defs/color`; `null` for none. */
  readonly ref: string | null;
  /** `undefined` for none, because `null` is a value. */
  readonly constant: Json | undefined;
  readonly choices: readonly Json[] | null;
  readonly alternatives: readonly SchemaNode[] | null;
  readonly properties: ReadonlyMap<string, SchemaNode>;
  readonly required: readonly string[];
  /** The schema of all other properties, or whether they are allowed. */
  readonly additional: SchemaNode | boolean;
  readonly items: SchemaNode | null;
  /** The limits of a number, an array or a string, by keyword. */
  readonly limits: Readonly<Partial<Record<LimitName, number>>>;
};

/** The schema of an answer, with its definitions. */
export type AnswerSchema = {
  readonly root: SchemaNode;
  /** The definitions by their path, such as `#/$defs/color`; `#` is the root. */
  readonly definitions: ReadonlyMap<string, SchemaNode>;
};

const TYPES = ["object", "array", "string", "number", "integer", "boolean", "null"] as const;
/** A type of JSON Schema. */
export type SchemaType = (typeof TYPES)[number];

const NUMBER_LIMITS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] as const;
const SIZE_LIMITS = ["minItems", "maxItems", "minLength", "maxLength"] as const;
/** A keyword that limits a number or a size. */
type LimitName = (typeof NUMBER_LIMITS)[number] | (typeof SIZE_LIMITS)[number];

/** Keywords that do not change which values are valid. */
const ANNOTATIONS = new Set([
  "$schema",
  "$comment",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
]);
const DEFINITIONS = ["$defs", "definitions"] as const;
const KEYWORDS = new Set<string>([
  ...ANNOTATIONS,
  ...DEFINITIONS,
  ...NUMBER_LIMITS,
  ...SIZE_LIMITS,
  "type",
  "$ref",
  "const",
  "enum",
  "anyOf",
  "properties",
  "required",
  "additionalProperties",
  "items",
]);
/** The maximum depth of a schema. Emulator behavior. */
const MAX_DEPTH = 64;
const ANYTHING: SchemaNode = {
  type: null,
  description: "",
  ref: null,
  constant: undefined,
  choices: null,
  alternatives: null,
  properties: new Map(),
  required: [],
  additional: true,
  items: null,
  limits: {},
};

/**
 * Reads the schema of an answer. Which keywords Hive honors is not known; this list is emulator behavior.
 *
 * @throws ApiError 400 for a keyword that the emulator does not support, and for a malformed schema.
 */
export function readAnswerSchema(json: unknown): AnswerSchema {
  const definitions = new Map<string, SchemaNode>();
  const root = readNode(json, { path: "#", depth: 0 });
  definitions.set("#", root);
  if (isObject(json)) {
    for (const keyword of DEFINITIONS) {
      const named = json[keyword];
      if (named === undefined) continue;
      const path = `#/${keyword}`;
      if (!isObject(named)) throw invalid(path, "must be an object of schemas");
      for (const [name, definition] of Object.entries(named)) {
        definitions.set(`${path}/${name}`, readNode(definition, { path: `${path}/${name}`, depth: 1 }));
      }
    }
  }
  for (const [path, node] of definitions) checkReferences(node, { path, definitions });
  checkEnds(definitions);
  return { root, definitions };
}

/** The resolved schemas, because a long chain of references may be followed for every value of an answer. */
const resolvedNodes = new WeakMap<SchemaNode, SchemaNode>();

/** Returns a schema, or the definition to which it refers. */
export function resolveSchema(node: SchemaNode, { definitions }: AnswerSchema): SchemaNode {
  if (node.ref === null) return node;
  let resolved = resolvedNodes.get(node) ?? node;
  while (resolved.ref !== null) {
    const target = definitions.get(resolved.ref);
    if (target === undefined) throw new Error("a checked schema has all its definitions");
    const description = resolved.description === "" ? target.description : resolved.description;
    resolved = { ...target, description };
  }
  resolvedNodes.set(node, resolved);
  return resolved;
}

type Place = { readonly path: string; readonly depth: number };

function readNode(json: unknown, place: Place): SchemaNode {
  const { path, depth } = place;
  if (depth > MAX_DEPTH) throw invalid("#", `is nested more than ${MAX_DEPTH} levels deep`);
  if (json === true) return ANYTHING;
  if (!isObject(json)) throw invalid(path, "must be an object or true");
  for (const keyword of Object.keys(json)) {
    if (!KEYWORDS.has(keyword)) {
      throw invalid(path, `has the keyword ${quote(keyword)}, which the emulator does not support`);
    }
    if (depth > 0 && DEFINITIONS.some((name) => name === keyword)) {
      throw invalid(path, "has definitions; move them to the top of the schema");
    }
  }
  const child = (value: unknown, step: string): SchemaNode =>
    readNode(value, { path: `${path}/${step}`, depth: depth + 1 });
  const { additionalProperties: additional = true, items, anyOf, $ref: ref = null } = json;
  if (ref !== null && typeof ref !== "string") throw invalid(path, "must have a $ref that is a string");
  const node: SchemaNode = {
    type: readTypes(json["type"], path),
    description: typeof json["description"] === "string" ? json["description"] : "",
    ref: ref === null ? null : decodeReference(ref),
    constant: toJson(json["const"], path),
    choices: readChoices(json["enum"], path),
    alternatives: readAlternatives(anyOf, path)?.map((one, index) => child(one, `anyOf/${index}`)) ?? null,
    properties: readProperties(json["properties"], { path, child }),
    required: readRequired(json["required"], path),
    additional: typeof additional === "boolean" ? additional : child(additional, "additionalProperties"),
    items: items === undefined ? null : child(items, "items"),
    limits: readLimits(json, path),
  };
  checkReference(node, json, path);
  return node;
}

/** Keywords beside `$ref` would have to be combined with those of the definition. */
function checkReference({ ref }: SchemaNode, json: Readonly<Record<string, unknown>>, path: string): void {
  if (ref === null) return;
  const beside = Object.keys(json).find((keyword) => {
    return keyword !== "$ref" && !ANNOTATIONS.has(keyword) && !DEFINITIONS.some((name) => name === keyword);
  });
  if (beside === undefined) return;
  throw invalid(path, `has ${quote(beside)} beside $ref, which the emulator does not support`);
}

function checkReferences(
  node: SchemaNode,
  options: { readonly path: string; readonly definitions: AnswerSchema["definitions"] },
): void {
  const { path, definitions } = options;
  if (node.ref !== null && !definitions.has(node.ref)) {
    throw invalid(
      path,
      `refers to ${quote(node.ref)}, but only #, #/$defs/NAME and #/definitions/NAME exist`,
    );
  }
  const children = [
    ...(node.alternatives ?? []),
    ...node.properties.values(),
    ...(typeof node.additional === "boolean" ? [] : [node.additional]),
    ...(node.items === null ? [] : [node.items]),
  ];
  for (const child of children) checkReferences(child, options);
}

/**
 * Checks that no schema leads back to itself through references and alternatives only. A validator would follow such a
 * cycle endlessly, because all of these schemas apply to the same value.
 */
function checkEnds(definitions: AnswerSchema["definitions"]): void {
  const open = new Set<SchemaNode>();
  const done = new Set<SchemaNode>();
  const visit = (node: SchemaNode, path: string): void => {
    if (done.has(node)) return;
    if (open.has(node)) throw invalid(path, "refers to itself endlessly");
    open.add(node);
    const target = node.ref === null ? undefined : definitions.get(node.ref);
    if (target !== undefined) visit(target, path);
    for (const alternative of node.alternatives ?? []) visit(alternative, path);
    open.delete(node);
    done.add(node);
  };
  for (const [path, node] of definitions) visit(node, path);
}

function readTypes(type: unknown, path: string): readonly SchemaType[] | null {
  if (type === undefined) return null;
  const names: readonly unknown[] = Array.isArray(type) ? type : [type];
  const types = TYPES.filter((name) => names.includes(name));
  if (types.length > 0 && types.length === names.length) return types;
  throw invalid(path, `must have a type that is one or more of ${TYPES.join(", ")}`);
}

function readChoices(choices: unknown, path: string): readonly Json[] | null {
  if (choices === undefined) return null;
  if (!Array.isArray(choices) || choices.length === 0) {
    throw invalid(path, "must have an enum that is an array of at least one value");
  }
  return choices.flatMap((choice: unknown) => {
    const json = toJson(choice, path);
    return json === undefined ? [] : [json];
  });
}

function readAlternatives(anyOf: unknown, path: string): readonly unknown[] | null {
  if (anyOf === undefined) return null;
  if (Array.isArray(anyOf) && anyOf.length > 0) return anyOf;
  throw invalid(path, "must have an anyOf that is an array of at least one schema");
}

function readProperties(
  properties: unknown,
  options: { readonly path: string; readonly child: (value: unknown, step: string) => SchemaNode },
): ReadonlyMap<string, SchemaNode> {
  if (properties === undefined) return new Map();
  if (!isObject(properties))
    throw invalid(options.path, "must have properties that are an object of schemas");
  return new Map(
    Object.entries(properties).map(([name, value]) => [name, options.child(value, `properties/${name}`)]),
  );
}

function readRequired(required: unknown, path: string): readonly string[] {
  if (required === undefined) return [];
  const names: readonly unknown[] = Array.isArray(required) ? required : [null];
  const strings = names.filter((name) => typeof name === "string");
  if (strings.length === names.length) return strings;
  throw invalid(path, "must have a required that is an array of names");
}

function readLimits(json: Readonly<Record<string, unknown>>, path: string): SchemaNode["limits"] {
  const limits: Partial<Record<LimitName, number>> = {};
  for (const name of [...NUMBER_LIMITS, ...SIZE_LIMITS]) {
    const limit = json[name];
    if (limit === undefined) continue;
    const isSize = SIZE_LIMITS.some((size) => size === name);
    const isValid = typeof limit === "number" && (!isSize || (Number.isInteger(limit) && limit >= 0));
    if (!isValid) throw invalid(path, `must have a ${name} that is a ${isSize ? "whole number" : "number"}`);
    limits[name] = limit;
  }
  return limits;
}

/** Names in a JSON Pointer in a URI are escaped twice. */
function decodeReference(ref: string): string {
  try {
    return decodeURIComponent(ref).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return ref;
  }
}

/** Values of a parsed body are JSON; `undefined` is absent. @throws ApiError 400 for a value that is nested too deeply */
function toJson(value: unknown, path: string): Json | undefined {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH)
      throw invalid(path, `has a value that is nested more than ${MAX_DEPTH} levels deep`);
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a JSON parser created the value
  return value as Json | undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Shortens a name of the caller, so that a message stays readable. */
function quote(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}

function invalid(path: string, problem: string): ApiError {
  const place =
    path === "#" ? "The schema in response_format" : `The schema in response_format at ${quote(path)}`;
  return new ApiError(400, `${place} ${problem}. Which keywords Hive supports is not known.`);
}
