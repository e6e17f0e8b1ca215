import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { HiveInputError } from "@hivekit/core";
import { createEmulator } from "@hivekit/emulator";
import type { Emulator } from "@hivekit/emulator";
import type { Verdict } from "@hivekit/core/policy";
import {
  HiveExceptionFilter,
  HiveModule,
  HiveVerdict,
  HiveVerdictInterceptor,
  HiveVerdicts,
  RequestSignal,
} from "@hivekit/nestjs";
import type { INestMicroservice } from "@nestjs/common";
import { Controller, Module, UseFilters, UseInterceptors } from "@nestjs/common";
import { APP_FILTER, ExternalContextCreator, NestFactory } from "@nestjs/core";
import { ClientTCP, MessagePattern, ServerTCP } from "@nestjs/microservices";
import { WsAdapter } from "@nestjs/platform-ws";
import { MessageBody, SubscribeMessage, WebSocketGateway } from "@nestjs/websockets";
import { firstValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { openApp } from "../support/open-app.ts";
import { PNG } from "../support/png.ts";

/** The error that both kinds of clients receive. */
const inputError = {
  status: "error",
  statusCode: 400,
  kind: "input",
  reason: null,
  message: "The media, the text or the URL is missing or invalid.",
  retryAfterSeconds: null,
};

/** The error that they receive if the interceptor is used outside of HTTP. */
const httpOnlyError = {
  status: "error",
  statusCode: 500,
  kind: "config",
  reason: null,
  message: "The server is not configured correctly for Hive.",
  retryAfterSeconds: null,
};

const policy = { block: { gun_in_hand: 0.9 } };
/** The verdicts that reached a handler, which must not run without one. */
let handled: (Verdict | null)[] = [];
/** Judges the request in the context, which the sender of an RPC controls. */
const JudgeRequest = HiveVerdictInterceptor({ policy });
/** Always judges the same picture. */
const JudgePicture = HiveVerdictInterceptor({ policy, submissions: () => [{ media: PNG }] });

function hiveOn(emulator: Emulator) {
  return HiveModule.forRoot({ apiKey: "demo-visual", fetch: emulator.fetch, logger: false });
}

function fail(): never {
  throw new HiveInputError("The media is empty.");
}

// Nest applies an app's global filters only to HTTP and microservices.
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

  @SubscribeMessage("judged")
  @UseInterceptors(JudgePicture)
  judged(): void {
    handled.push(null);
  }

  @SubscribeMessage("verdict")
  verdict(@HiveVerdict() verdict: Verdict | null): void {
    handled.push(verdict);
  }

  @SubscribeMessage("verdicts")
  verdicts(@HiveVerdicts() verdicts: readonly Verdict[]): void {
    handled.push(...verdicts);
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

  @MessagePattern("judged")
  @UseInterceptors(JudgeRequest)
  judged(): void {
    handled.push(null);
  }
}

/** A resolver, called through Nest's ExternalContextCreator as `@nestjs/graphql` does. */
class Resolver {
  @UseInterceptors(JudgePicture)
  upload(): void {
    handled.push(null);
  }
}

/** Sends an event to a gateway and waits for its response. */
async function requestGateway(socket: WebSocket, event: string): Promise<unknown> {
  const response = new Promise<unknown>((resolve) => {
    socket.addEventListener("message", ({ data }) => resolve(JSON.parse(String(data))), { once: true });
  });
  socket.send(JSON.stringify({ event, data: "a text that nobody else should read" }));
  return response;
}

/** Opens an app with a gateway, and a client. */
async function openGateway(
  emulator: Emulator = createEmulator(),
): Promise<AsyncDisposable & { readonly socket: WebSocket }> {
  const app = await openApp(
    { imports: [hiveOn(emulator)], providers: [Gateway] },
    { prepare: (nest) => void nest.useWebSocketAdapter(new WsAdapter(nest)) },
  );
  const socket = new WebSocket(app.url.replace("http", "ws"));
  await once(socket, "open");
  return {
    socket,
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await app[Symbol.asyncDispose]();
    },
  };
}

/** Opens a microservice on a free port, and a client. */
async function openMicroservice(
  emulator: Emulator = createEmulator(),
): Promise<AsyncDisposable & { readonly client: ClientTCP }> {
  @Module({
    imports: [hiveOn(emulator)],
    controllers: [Messages],
    providers: [{ provide: APP_FILTER, useClass: HiveExceptionFilter }],
  })
  class MessagesModule {}

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
  it("sends Hivekit's errors to its client, and injects a signal that never aborts", async () => {
    await using app = await openGateway();
    const { socket } = app;
    expect(await requestGateway(socket, "fail")).toEqual({ event: "exception", data: inputError });
    expect(await requestGateway(socket, "signal")).toEqual({ event: "signal", data: false });
  });

  it("rejects judged handlers and verdicts before anything is submitted", async () => {
    handled = [];
    const emulator = createEmulator();
    await using app = await openGateway(emulator);
    for (const event of ["judged", "judged", "verdict", "verdicts"]) {
      expect(await requestGateway(app.socket, event)).toEqual({ event: "exception", data: httpOnlyError });
    }
    expect(handled).toEqual([]);
    emulator.verify.none();
  });
});

describe("a microservice", () => {
  it("sends Hivekit's errors to its client, and injects a signal that never aborts", async () => {
    await using service = await openMicroservice();
    await expect(firstValueFrom(service.client.send("fail", {}))).rejects.toEqual(inputError);
    expect(await firstValueFrom(service.client.send("signal", {}))).toBe(false);
  });

  it("rejects a judged handler without opening a file that the caller specifies and without submitting anything", async () => {
    handled = [];
    const emulator = createEmulator();
    await using service = await openMicroservice(emulator);
    for (const path of [import.meta.filename, "/nowhere"]) {
      const request = firstValueFrom(service.client.send("judged", { file: { path } }));
      await expect(request).rejects.toEqual(httpOnlyError);
    }
    expect(handled).toEqual([]);
    emulator.verify.none();
  });
});

describe("a GraphQL resolver", () => {
  it("rejects a judged handler before anything is submitted", async () => {
    handled = [];
    const emulator = createEmulator();
    await using app = await openApp({
      imports: [hiveOn(emulator)],
      providers: [Resolver, JudgePicture],
    });
    const creator = app.nest.get(ExternalContextCreator, { strict: false });
    const resolver = app.nest.get(Resolver);
    const options = { guards: true, interceptors: true, filters: true };
    const resolve = creator.create(
      resolver,
      resolver.upload,
      "upload",
      undefined,
      undefined,
      undefined,
      undefined,
      options,
      "graphql",
    );
    await expect((async () => resolve(undefined, {}, {}, {}))()).rejects.toMatchObject({ kind: "config" });
    expect(handled).toEqual([]);
    emulator.verify.none();
  });
});
