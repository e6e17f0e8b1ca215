import { ServerResponse } from "node:http";
import type { IncomingMessage } from "node:http";
import {
  HiveBudgetError,
  HiveClosedError,
  HiveConfigError,
  HiveDecodeError,
  HiveHttpError,
  HiveInputError,
  HiveNetworkError,
  HiveTaskError,
  HiveTimeoutError,
} from "@hivekit/core";
import { HiveExceptionFilter, hiveHttpException } from "@hivekit/nestjs";
import { Catch, Controller, Get, Header, Query, Res, UseFilters } from "@nestjs/common";
import type { ArgumentsHost, ExceptionFilter, INestApplication } from "@nestjs/common";
import { APP_FILTER } from "@nestjs/core";
import { describe, expect, it } from "vitest";
import { createLog } from "../support/log.ts";
import { ADAPTERS, openApp } from "../support/open-app.ts";

const TASK_ID = "00000000-aaaa-4bbb-8ccc-dddddddddddd";
const HIVE_MESSAGE = "Unsupported media at s3.internal";

function http(status: number, retryAfterMs: number | null = null): HiveHttpError {
  const evidence = { status, retryAfterMs, hiveCode: null, hiveMessage: null };
  return new HiveHttpError(`Hive said ${status}.`, evidence);
}

function task(hiveCode: string): HiveTaskError {
  return new HiveTaskError(`Task ${TASK_ID} failed with ${hiveCode} (${HIVE_MESSAGE}).`, {
    codeOf: "task",
    hiveCode,
    hiveMessage: HIVE_MESSAGE,
    taskId: TASK_ID,
  });
}

const ERRORS = {
  rateLimited: [http(429), 503],
  rateLimitedFor: [http(429, 1500), 503],
  rateLimitedInfinitely: [http(429, Infinity), 503],
  rateLimitedInvalid: [http(429, Number.NaN), 503],
  rateLimitedForYears: [http(429, 2_147_483_647), 503],
  storage: [new HiveInputError("The media could not be opened.", { isRetryable: true }), 503],
  insufficientBalance: [http(405), 503],
  rateLimitedForever: [http(429, 1e15), 503],
  input: [new HiveInputError("The media is empty."), 400],
  tooLong: [
    new HiveInputError("The text exceeds 10 characters; raise limits.textCharacters.", {
      limit: 10,
      unit: "characters",
    }),
    400,
  ],
  tooLarge: [
    new HiveInputError("The media exceeds 10 bytes; raise limits.mediaBytes.", { limit: 10, unit: "bytes" }),
    400,
  ],
  unreadable: [
    new HiveInputError("The media could not be opened; see the cause.", {
      cause: new Error("ENOENT /srv/uploads/7"),
    }),
    500,
  ],
  pixels: [new HiveInputError("x must be below 3.", { limit: 3, unit: "pixels" }), 500],
  unsupported: [task("3100"), 422],
  corrupt: [task("3300"), 422],
  timeout: [new HiveTimeoutError("Too late.", { limit: "deadline", timeoutMs: 1 }), 504],
  network: [new HiveNetworkError("Lost.", { isRetryable: true, code: null }), 502],
  decode: [new HiveDecodeError("HTML."), 502],
  download: [task("2100"), 502],
  classifier: [task("4000"), 502],
  serverError: [http(500), 502],
  unauthorized: [http(403), 500],
  config: [new HiveConfigError("apiKey's function failed."), 500],
  closed: [new HiveClosedError("Shutting down."), 503],
  budget: [
    new HiveBudgetError("No.", { limitUsd: 10, spentUsd: 10, estimateUsd: 0.003, resetsAt: null }),
    503,
  ],
} as const;

@Controller()
class FailingController {
  @Get("fail")
  fail(@Query("with") name: keyof typeof ERRORS): never {
    throw ERRORS[name][0];
  }

  @Get("copy")
  copy(): never {
    const evidence = { kind: "input", isRetryable: false, [Symbol.for("hivekit.error")]: true };
    throw Object.assign(new Error("The media is empty."), evidence);
  }

  @Get("newer")
  newer(): never {
    const evidence = { kind: "quota", isRetryable: false, [Symbol.for("hivekit.error")]: true };
    throw Object.assign(new Error("http://10.0.0.1/ has no quota"), evidence);
  }

  @Get("forged")
  forged(): never {
    throw new HiveDecodeError("Hive said a\r\n[Nest] 1 - ERROR\u001B[2J\u0085\u2028of mine.");
  }

  @Get("table")
  @Header("Content-Type", "text/csv")
  table(): never {
    throw ERRORS.input[0];
  }

  @Get("range")
  range(): never {
    throw new RangeError("not Hive's");
  }

  @Get("begun")
  begun(@Res() response: { readonly raw?: ServerResponse }): never {
    const raw = response.raw ?? response;
    if (raw instanceof ServerResponse) raw.write("begun");
    throw ERRORS.input[0];
  }

  @Get("other")
  other(): never {
    throw new Error("not Hive's");
  }
}

@Controller("single")
@UseFilters(HiveExceptionFilter)
class FilteredController {
  @Get()
  fail(): never {
    throw ERRORS.input[0];
  }
}

const parts = {
  controllers: [FailingController, FilteredController],
  providers: [{ provide: APP_FILTER, useClass: HiveExceptionFilter }],
};

describe.each(ADAPTERS)("HiveExceptionFilter on %s", (adapter) => {
  it("responds to each failure with its status", async () => {
    await using app = await openApp(parts, { adapter });
    for (const [name, [error, status]] of Object.entries(ERRORS)) {
      const response = await fetch(`${app.url}/fail?with=${name}`);
      expect({ name, status: response.status }).toEqual({ name, status });
      expect(await response.json()).toEqual(hiveHttpException(error).getResponse());
    }
  });

  it("sends Retry-After for a rate limit, for at most ten minutes", async () => {
    await using app = await openApp(parts, { adapter });
    const sent: (string | null)[] = [];
    for (const name of [
      "rateLimitedFor",
      "rateLimited",
      "rateLimitedForever",
      "rateLimitedForYears",
      "network",
    ]) {
      sent.push((await fetch(`${app.url}/fail?with=${name}`)).headers.get("retry-after"));
    }
    expect(sent).toEqual(["2", "60", "600", "600", null]);
  });

  it.each(["rateLimitedInfinitely", "rateLimitedInvalid"])(
    "sends no Retry-After that is not a plausible number: %s",
    async (name) => {
      await using app = await openApp(parts, { adapter });
      const response = await fetch(`${app.url}/fail?with=${name}`);
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, null]);
      expect(await response.json()).toMatchObject({ reason: "rate_limited", retryAfterSeconds: null });
    },
  );

  it("does not reveal problems with the key, balance or configuration, but logs them as errors", async () => {
    const log = createLog();
    await using app = await openApp(parts, { adapter, logger: log.logger });
    const bodies = await Promise.all(
      ["unauthorized", "config", "insufficientBalance"].map(async (name) =>
        (await fetch(`${app.url}/fail?with=${name}`)).text(),
      ),
    );
    expect(bodies.join("")).not.toMatch(/403|405|Hive said|apiKey|unauthorized"|balance/);
    expect(log.lines("error").map((line) => line.split(" HiveExceptionFilter")[0])).toEqual(
      expect.arrayContaining(["Hive said 403.", "apiKey's function failed.", "Hive said 405."]),
    );
  });

  it("sends a fixed sentence for invalid input and media, and logs the details as warnings", async () => {
    const log = createLog();
    await using app = await openApp(parts, { adapter, logger: log.logger });
    const body = { statusCode: 400, kind: "input", reason: null, retryAfterSeconds: null };
    const invalid = { ...body, message: "The media, the text or the URL is missing or invalid." };
    const damaged = { ...body, statusCode: 422, kind: "task" };
    const sent: unknown[] = [];
    for (const path of [
      "single",
      "fail?with=tooLong",
      "fail?with=tooLarge",
      "fail?with=unsupported",
      "fail?with=corrupt",
    ]) {
      sent.push(await (await fetch(`${app.url}/${path}`)).json());
    }
    const message = "The media is corrupt, or its type is not supported.";
    expect(sent).toEqual([
      invalid,
      { ...body, message: "The text is too long." },
      { ...body, message: "The media is too large." },
      { ...damaged, reason: "unsupported_media", message },
      { ...damaged, reason: "corrupt_media", message },
    ]);
    expect(log.lines("warn").map((line) => line.split(" HiveExceptionFilter")[0])).toEqual([
      "The media is empty.",
      "The text exceeds 10 characters; raise limits.textCharacters.",
      "The media exceeds 10 bytes; raise limits.mediaBytes.",
      `Task ${TASK_ID} failed with 3100 (${HIVE_MESSAGE}).`,
      `Task ${TASK_ID} failed with 3300 (${HIVE_MESSAGE}).`,
    ]);
  });

  it("never sends the message of an error, a message of Hive or an id", async () => {
    await using app = await openApp(parts, { adapter });
    const details = [TASK_ID, HIVE_MESSAGE, "limits.", "ENOENT", "Hive said", " 10 "];
    for (const [name, [error]] of Object.entries(ERRORS)) {
      const text = await (await fetch(`${app.url}/fail?with=${name}`)).text();
      expect({ name, sent: [...details, error.message].filter((detail) => text.includes(detail)) }).toEqual({
        name,
        sent: [],
      });
    }
  });

  it("reports an error that the end user cannot have caused as a server error, and logs it as an error", async () => {
    const log = createLog();
    await using app = await openApp(parts, { adapter, logger: log.logger });
    for (const name of ["unreadable", "pixels"] as const) {
      const response = await fetch(`${app.url}/fail?with=${name}`);
      expect([response.status, await response.json()]).toMatchObject([
        500,
        { message: "The server is not configured correctly for Hive." },
      ]);
      expect(log.lines("error").at(-1)).toContain(ERRORS[name][0].message);
    }
  });

  it("sends one fixed sentence per status for Hive's failures, and logs them as warnings", async () => {
    const log = createLog();
    await using app = await openApp(parts, { adapter, logger: log.logger });
    const messages = await Promise.all(
      ["network", "serverError", "download", "timeout", "rateLimited", "closed"].map(async (name) => {
        const { message } = await (await fetch(`${app.url}/fail?with=${name}`)).json();
        return message;
      }),
    );
    const [failed, late, busy] = [
      "Hive could not be reached or did not return a valid result.",
      "Hive did not respond in time.",
      "Moderation is temporarily unavailable. Try again later.",
    ];
    expect(messages).toEqual([failed, failed, failed, late, busy, busy]);
    const logged = log.lines("warn").map((line) => line.split(" HiveExceptionFilter")[0]);
    expect(new Set(logged)).toEqual(
      new Set([
        "Hive said 429.",
        "Hive said 500.",
        "Lost.",
        `Task ${TASK_ID} failed with 2100 (${HIVE_MESSAGE}).`,
        "Too late.",
      ]),
    );
  });

  it("works as a global filter that was created with new", async () => {
    const { controllers } = parts;
    const prepare = (nest: INestApplication) => void nest.useGlobalFilters(new HiveExceptionFilter());
    await using app = await openApp({ controllers }, { adapter, prepare });
    const response = await fetch(`${app.url}/fail?with=rateLimitedFor`);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await response.json()).toEqual(hiveHttpException(ERRORS.rateLimitedFor[0]).getResponse());
    expect((await fetch(`${app.url}/other`)).status).toBe(500);
  });

  it("responds with JSON even if the handler has set a different content type", async () => {
    await using app = await openApp(parts, { adapter });
    const response = await fetch(`${app.url}/table`);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      400,
      expect.stringContaining("application/json"),
    ]);
    expect(await response.json()).toMatchObject({ kind: "input" });
  });

  it("handles an error from another copy of core", async () => {
    await using app = await openApp(parts, { adapter });
    const response = await fetch(`${app.url}/copy`);
    expect([response.status, await response.json()]).toMatchObject([400, { kind: "input" }]);
  });

  it("handles an unknown error kind from a newer core as a failure of Hive, without its message", async () => {
    await using app = await openApp(parts, { adapter });
    const response = await fetch(`${app.url}/newer`, { signal: AbortSignal.timeout(5_000) });
    expect([response.status, await response.json()]).toEqual([
      502,
      {
        statusCode: 502,
        kind: "quota",
        reason: null,
        message: "Hive could not be reached or did not return a valid result.",
        retryAfterSeconds: null,
      },
    ]);
  });

  it("logs one line without control characters, and closed calls at debug level", async () => {
    const log = createLog();
    await using app = await openApp(parts, { adapter, logger: log.logger });
    await (await fetch(`${app.url}/forged`)).text();
    await (await fetch(`${app.url}/fail?with=closed`)).text();
    expect(log.lines("warn")).toEqual(["Hive said a [Nest] 1 - ERROR [2J of mine. HiveExceptionFilter"]);
    expect(log.lines("debug")).toContain("Shutting down. HiveExceptionFilter");
  });

  it("leaves other errors to the app's other filters, whichever is registered first", async () => {
    @Catch(RangeError)
    class RangeFilter implements ExceptionFilter {
      catch(_error: RangeError, host: ArgumentsHost): void {
        host
          .switchToHttp()
          .getResponse<{ status: (code: number) => { send: (body: string) => void } }>()
          .status(418)
          .send("range");
      }
    }
    const range = { provide: APP_FILTER, useClass: RangeFilter };
    for (const providers of [
      [range, ...parts.providers],
      [...parts.providers, range],
    ]) {
      await using app = await openApp({ ...parts, providers }, { adapter });
      expect((await fetch(`${app.url}/range`)).status).toBe(418);
    }
  });

  it("responds in a middleware, and ends a response whose headers were sent", async () => {
    const prepare = (nest: INestApplication) =>
      void nest.use((request: IncomingMessage, _response: ServerResponse, next: (error?: unknown) => void) =>
        next(request.url === "/middleware" ? ERRORS.input[0] : undefined),
      );
    await using app = await openApp(parts, { adapter, prepare });
    expect((await fetch(`${app.url}/middleware`)).status).toBe(400);
    expect(await (await fetch(`${app.url}/begun`)).text()).toBe("begun");
  });

  it("leaves all other errors to Nest", async () => {
    await using app = await openApp(parts, { adapter });
    const response = await fetch(`${app.url}/other`);
    expect([response.status, await response.json()]).toEqual([
      500,
      { statusCode: 500, message: "Internal server error" },
    ]);
  });
});
