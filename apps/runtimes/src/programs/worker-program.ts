import { runCases } from "../conformance/run-cases.ts";

/** For runtimes that answer requests: the options as JSON in the query, JSON out. */
const worker = {
  async fetch(request: Request): Promise<Response> {
    const options = new URL(request.url).searchParams.get("options") ?? "{}";
    return Response.json(await runCases(JSON.parse(options)));
  },
};

export default worker;
