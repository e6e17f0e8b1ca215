/** A JSON Schema, as far as the documents use it. */
type Schema = { readonly type?: string; readonly properties?: Readonly<Record<string, Schema>> };

/** A question to the vision language model, as far as it matters here. */
type Question = {
  readonly messages: readonly [
    { readonly content: readonly { readonly media_url?: { prompt_scope: string } }[] },
  ];
  readonly response_format?: { readonly json_schema: { readonly schema: Schema } };
};

/**
 * Answers a question to the vision language model: with an example of the type of each property, or a sentence without a
 * schema. There are three answers if the question asks for one per frame.
 */
export async function answerQuestion(request: Request): Promise<Response> {
  const question: Question = await request.json();
  const schema = question.response_format?.json_schema.schema;
  const content = schema === undefined ? "An example." : JSON.stringify(createExample(schema));
  const isPerFrame = question.messages[0].content.some(
    ({ media_url: video }) => video?.prompt_scope === "per_frame",
  );
  const choices = (isPerFrame ? [0, 1, 2] : [0]).map((index) => {
    return { index, message: { role: "assistant", content }, finish_reason: "stop" };
  });
  const usage = { prompt_tokens: 300, completion_tokens: 10, total_tokens: 310 };
  return Response.json({ id: crypto.randomUUID(), created: Date.now(), choices, usage });
}

function createExample({ type, properties = {} }: Schema): unknown {
  if (type === "object") {
    return Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, createExample(one)]));
  }
  if (type === "string") return "example";
  return type === "boolean" ? false : null;
}
