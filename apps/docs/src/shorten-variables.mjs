import { IntrinsicType, ReferenceType, ReflectionKind } from "typedoc";

/**
 * Says of constants what readers need: of a schema that it is one, instead of a type of a thousand characters; of a preset policy which
 * class leads to what, in a table, instead of a section for each.
 *
 * @param {import("typedoc").ProjectReflection} project
 */
export function shortenVariables(project) {
  for (const variable of project.getReflectionsByKind(ReflectionKind.Variable)) {
    const { type, comment } = variable;
    if (type instanceof ReferenceType && type.name.startsWith("Zod")) type.typeArguments = undefined;
    const parts = type?.declaration?.children;
    if (parts === undefined || comment === undefined || !parts.every(isScores)) continue;
    comment.summary.push({ kind: "text", text: `\n\n${tableOf(parts)}` });
    variable.type = new IntrinsicType("object");
  }
}

/** Whether a part is an object of which every entry has a least score. */
function isScores(part) {
  return part.type?.declaration?.children?.every((entry) => leastScore(entry) !== undefined) === true;
}

function leastScore({ type }) {
  const given = type?.declaration?.children?.find(({ name }) => name === "atLeast")?.type ?? type;
  return given?.type === "literal" ? given.value : undefined;
}

function tableOf(parts) {
  const rows = parts.flatMap((part) =>
    part.type.declaration.children.map((entry) => {
      const isIgnored = entry.type.declaration?.children?.some(({ name }) => name === "ifMissing") === true;
      return `| \`${part.name}\` | \`${entry.name}\` | ${leastScore(entry)} | ${isIgnored ? "ignored" : "unknown"} |`;
    }),
  );
  return ["| decision | class | from | if missing |", "|---|---|---|---|", ...rows].join("\n");
}
