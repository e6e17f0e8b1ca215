import { resolveSchema, type AnswerSchema, type SchemaNode } from "./answer-schema.ts";
import { toCardName } from "./create-answer.ts";

/** The names in a schema. */
export type SchemaNames = {
  /** All properties. */
  readonly properties: ReadonlySet<string>;
  /** The names that a test card can request: the properties that can be `true`, and the texts of enums. */
  readonly requestable: ReadonlySet<string>;
};

/** Lists the names in a schema. */
export function listSchemaNames(schema: AnswerSchema): SchemaNames {
  const properties = new Set<string>();
  const requestable = new Set<string>();
  const seen = new Set<SchemaNode>();
  const visit = (part: SchemaNode, property: string): void => {
    const node = resolveSchema(part, schema);
    if (node.type?.includes("boolean") === true && property !== "") requestable.add(toCardName(property));
    // Definitions are visited once, because they can refer to themselves.
    const target = part.ref === null ? part : (schema.definitions.get(part.ref) ?? part);
    if (seen.has(target)) return;
    seen.add(target);
    for (const choice of node.choices ?? []) {
      if (typeof choice === "string") requestable.add(toCardName(choice));
    }
    for (const alternative of node.alternatives ?? []) visit(alternative, property);
    for (const [name, child] of node.properties) {
      properties.add(name);
      visit(child, name);
    }
    if (node.items !== null) visit(node.items, property);
    if (typeof node.additional !== "boolean") visit(node.additional, "");
  };
  visit(schema.root, "");
  return { properties, requestable };
}
