import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { HiveInputError } from "@hivekit/core";
import { HiveExceptionFilter, RequestSignal } from "@hivekit/nestjs";
import type { INestMicroservice } from "@nestjs/common";
import { Controller, Module, UseFilters } from "@nestjs/common";
import { APP_FILTER, NestFactory } from "@nestjs/core";
import { ClientTCP, MessagePattern, ServerTCP } from "@nestjs/microservices";
import { WsAdapter } from "@nestjs/platform-ws";
import { MessageBody, SubscribeMessage, WebSocketGateway } from "@nestjs/websockets";
import { firstValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { openApp } from "../support/open-app.ts";

/** What either kind of client is told. */
const told = {
  status: "error",
  statusCode: 400,
  kind: "input",
  reason: null,
  message: "The media is empty.",
  retryAfterSeconds: null,
};

function fail(): never {
  throw new HiveInputError("The media is empty.");
}

// Nest has filters of the whole app for HTTP and microservices alone.
@UseFilters(HiveExceptionFilter)
@WebSocketGateway()
class Gateway {
  @SubscribeMessage("fail")
  fail(@MessageBody() _body: unknown): never {
    return fail();
  }

  @SubscribeMessage("signal")
  signal(@RequestSignal() signal: AbortSignal) {
    return { event: "signal", data: signal.aborted };
  }
}

@Controller()
class Messages {
  @MessagePattern("fail")
  fail(): never {
    return fail();
  }

  @MessagePattern("signal")
  signal(@RequestSignal() signal: AbortSignal): boolean {
    return signal.aborted;
  }
}

@Module({ controllers: [Messages], providers: [{ provide: APP_FILTER, useClass: HiveExceptionFilter }] })
class MessagesModule {}

/** Asks a gateway, and waits for its answer. */
async function askGateway(socket: WebSocket, event: string): Promise<unknown> {
  const answer = new Promise<unknown>((resolve) => {
    socket.addEventListener("message", ({ data }) => resolve(JSON.parse(String(data))), { once: true });
  });
  socket.send(JSON.stringify({ event, data: "a text that nobody else should read" }));
  return answer;
}

/** A microservice on a free port. */
async function openMicroservice(): Promise<AsyncDisposable & { readonly client: ClientTCP }> {
  const strategy = new ServerTCP({ host: "127.0.0.1", port: 0 });
  const service: INestMicroservice = await NestFactory.createMicroservice(MessagesModule, {
    logger: false,
    strategy,
  });
  await service.listen();
  const { port } = strategy.unwrap<{ address: () => AddressInfo }>().address();
  const client = new ClientTCP({ host: "127.0.0.1", port });
  return {
    client,
    [Symbol.asyncDispose]: async () => {
      client.close();
      await service.close();
    },
  };
}

describe("a gateway", () => {
  it("tells its client of Hive's errors, and gives a signal that never aborts", async () => {
    await using app = await openApp(
      { providers: [Gateway] },
      { prepare: (nest) => void nest.useWebSocketAdapter(new WsAdapter(nest)) },
    );
    const socket = new WebSocket(app.url.replace("http", "ws"));
    await once(socket, "open");
    expect(await askGateway(socket, "fail")).toEqual({ event: "exception", data: told });
    expect(await askGateway(socket, "signal")).toEqual({ event: "signal", data: false });
    socket.close();
  });
});

describe("a microservice", () => {
  it("tells its client of Hive's errors, and gives a signal that never aborts", async () => {
    await using service = await openMicroservice();
    await expect(firstValueFrom(service.client.send("fail", {}))).rejects.toEqual(told);
    expect(await firstValueFrom(service.client.send("signal", {}))).toBe(false);
  });
});
