import { runCases } from "../conformance/run-cases.ts";

/** For runtimes that handle requests: reads the options as JSON from the query, and responds with the results. */
const worker = {
  async fetch(request: Request): Promise<Response> {
    const options = new URL(request.url).searchParams.get("options") ?? "{}";
    return Response.json(await runCases(JSON.parse(options)));
  },
};

export default worker;
