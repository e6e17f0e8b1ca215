import { Injectable } from "@nestjs/common";
import type { CallHandler, ExecutionContext, NestInterceptor } from "@nestjs/common";

/** The parts of a Fastify request used here, with `@fastify/multipart`. */
interface FastifyUpload {
  readonly body: unknown;
  isMultipart(): boolean;
  parts(options: {
    readonly limits: { readonly files: number };
  }): AsyncIterable<
    | { readonly type: "field"; readonly fieldname: string; readonly value: unknown }
    | { readonly type: "file"; readonly filename: string; toBuffer(): Promise<Buffer> }
  >;
}

/** The interceptor of the README for Nest 11. */
@Injectable()
export class TakeFile implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler) {
    const request = context.switchToHttp().getRequest<FastifyUpload>();
    // The plugin defines `files` as a function, which would look like an unread upload.
    Object.assign(request, { file: undefined, files: undefined });
    if (request.isMultipart()) {
      if (request.body) throw new Error("TakeFile reads the form itself. Remove attachFieldsToBody.");
      let file: { readonly originalname: string; readonly buffer: Buffer } | undefined;
      const fields: Record<string, unknown> = {};
      for await (const part of request.parts({ limits: { files: 1 } })) {
        if (part.type === "file") file = { originalname: part.filename, buffer: await part.toBuffer() };
        else fields[part.fieldname] = part.value;
      }
      // An empty list says that the form was read to its end.
      Object.assign(request, { file, files: [], body: fields });
    }
    return next.handle();
  }
}
