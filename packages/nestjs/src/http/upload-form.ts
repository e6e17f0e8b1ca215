/** Whether a request of Express's or Fastify's is a form that may have files. */
export function isForm(request: object): boolean {
  const type: unknown = Object(Reflect.get(request, "headers"))["content-type"];
  return typeof type === "string" && /^\s*multipart\//i.test(type);
}

/** Whether it is one of which nobody has read anything: its files are still to come, to whoever reads them. */
export function isUnreadForm(request: object): boolean {
  // Fastify's requests hold Node's; Express's are Node's.
  const message: object = Object(Reflect.get(request, "raw") ?? request);
  return isForm(request) && Reflect.get(message, "readableDidRead") !== true;
}
