// The globals of Deno and Bun that the examples use. The runtimes have complete type definitions.

declare const Deno: {
  readonly args: readonly string[];
  readonly env: { get(name: string): string | undefined };
  exitCode: number;
  exit(code: number): never;
  copyFile(from: string, to: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  makeTempDir(options: { readonly dir: string; readonly prefix: string }): Promise<string>;
  mkdir(path: string, options: { readonly recursive: boolean }): Promise<void>;
  remove(path: string, options: { readonly recursive: boolean }): Promise<void>;
};

declare const Bun: {
  readonly env: Readonly<Record<string, string | undefined>>;
  serve(options: {
    readonly port: number;
    readonly maxRequestBodySize: number;
    readonly routes: Readonly<Record<string, { readonly POST: (request: Request) => Promise<Response> }>>;
  }): { readonly url: URL };
  write(path: string, content: Blob): Promise<number>;
};
