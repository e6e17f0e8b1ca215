import { ReflectionKind } from "typedoc";

/** What needs no words of its own: a module, a constructor without parameters, what a signature or an inherited symbol says. */
const PUBLIC =
  ReflectionKind.Class |
  ReflectionKind.Interface |
  ReflectionKind.TypeAlias |
  ReflectionKind.Function |
  ReflectionKind.Variable |
  ReflectionKind.Property |
  ReflectionKind.Method |
  ReflectionKind.Accessor;

/**
 * Finds the public symbols, properties of types included, that have no docblock.
 *
 * @param {import("typedoc").ProjectReflection} project
 * @returns {{ count: number, names: readonly string[] }} count: how many were looked at
 */
export function listUndocumented(project) {
  const names = [];
  let count = 0;
  const seen = new Set();
  const visit = (reflection) => {
    if (seen.has(reflection) || reflection.flags?.isExternal) return;
    seen.add(reflection);
    if (reflection.kindOf(PUBLIC)) {
      count += 1;
      if (!isDocumented(reflection)) names.push(reflection.getFullName());
    }
    // What a variable's inferred type has, and a literal within a type, belongs to the words of its owner.
    if (reflection.kindOf(ReflectionKind.Variable | ReflectionKind.Property)) return;
    const members = [reflection, ...membersOf(reflection.type)].flatMap(({ children }) => children ?? []);
    for (const child of members) visit(child);
  };
  visit(project);
  return { count, names };
}

function isDocumented(reflection) {
  return (
    reflection.hasComment() ||
    [
      ...(reflection.signatures ?? []),
      reflection.getSignature,
      ...(reflection.type?.declaration?.signatures ?? []),
    ].some((signature) => signature?.hasComment() === true)
  );
}

/** The object types whose members are those of a type alias. */
function membersOf(type) {
  if (type === undefined || type === null) return [];
  if (type.type === "reflection") return [type.declaration];
  return type.type === "intersection" ? type.types.flatMap(membersOf) : [];
}
