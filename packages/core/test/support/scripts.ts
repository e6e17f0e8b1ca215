import { setTimeout as sleep } from "node:timers/promises";
import type { Exchange, Script } from "./stub-server.ts";

/** Reads the request, then sends a complete response. */
export function respond(
  status: number,
  options: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Script {
  return async ({ response, readBody }) => {
    await readBody();
    response.writeHead(status, options.headers).end(options.body ?? "");
  };
}

/** Reads the request and never responds. */
export const neverRespond: Script = async ({ readBody }) => readBody();

/** Reads the request, then resets the connection. */
export const loseConnection: Script = async ({ request, readBody }) => {
  await readBody();
  request.socket.resetAndDestroy();
};

/** Reads the request, sends the status, the headers and the beginning of the body, then calls `next`. */
export function respondPartly(
  text: string,
  next: (exchange: Exchange) => unknown = () => {},
  status = 200,
): Script {
  return async (exchange) => {
    await exchange.readBody();
    exchange.response.writeHead(status).flushHeaders();
    if (text !== "") await new Promise((resolve) => exchange.response.write(text, resolve));
    await next(exchange);
  };
}

/** Sends a response in chunks with pauses between them. */
export function answerSlowly(chunks: readonly string[], pauseMs: number): Script {
  return respondPartly("", async ({ response }) => {
    for (const chunk of chunks) {
      response.write(chunk);
      await sleep(pauseMs);
    }
    response.end();
  });
}

/** A promise that a test resolves. */
export type Gate = { readonly opened: Promise<void>; readonly open: () => void };

export function gate(): Gate {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
