import type * as z from "zod";

/**
 * Checks a value against a schema. The messages of the desk's schemas are complete sentences; the first one becomes the
 * error's message.
 *
 * @param options.createError - creates the error to throw: a `UserError` for the command, a `BadRequestException` (HTTP
 * 400) for the API.
 */
export function checkValue<Output>(
  schema: z.ZodType<Output>,
  value: unknown,
  options: { readonly createError: (message: string) => Error },
): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw options.createError(result.error.issues[0]?.message ?? "The value is invalid.");
}
