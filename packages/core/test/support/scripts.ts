import { setTimeout as sleep } from "node:timers/promises";
import type { Exchange, Script } from "./stub-server.ts";

/** Reads the request, then answers in one piece. */
export function answer(
  status: number,
  options: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Script {
  return async ({ response, readBody }) => {
    await readBody();
    response.writeHead(status, options.headers).end(options.body ?? "");
  };
}

/** Reads the request and never answers. */
export const neverAnswer: Script = async ({ readBody }) => readBody();

/** Reads the request, then resets the connection. */
export const loseConnection: Script = async ({ request, readBody }) => {
  await readBody();
  request.socket.resetAndDestroy();
};

/** Reads the request, then sends status and headers of an answer and the beginning of its body; then does what `next` says. */
export function answerPartly(
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

/** Sends an answer in pieces with pauses between them. */
export function answerSlowly(pieces: readonly string[], pauseMs: number): Script {
  return answerPartly("", async ({ response }) => {
    for (const piece of pieces) {
      response.write(piece);
      await sleep(pauseMs);
    }
    response.end();
  });
}

/** Something to wait for that a test opens. */
export type Gate = { readonly opened: Promise<void>; readonly open: () => void };

export function gate(): Gate {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
