import type { Page } from "./http-server";

/** Looks at one thing: nothing when it is well, else one sentence. Quick, and without a call to anywhere. */
export type Check = () => string | undefined;

/** The page of a probe: 200 when all is well, else 503, and a line for every check, as Kubernetes' own probes print it. */
export function probePage(checks: Readonly<Record<string, Check>>): Page {
  const lines = Object.entries(checks).map(([name, check]) => ({ name, problem: check() }));
  const well = lines.every(({ problem }) => problem === undefined);
  const body = [
    ...lines.map(({ name, problem }) => (problem === undefined ? `[+]${name} ok` : `[-]${name} failed: ${problem}`)),
    well ? "ok" : "not ok",
  ];
  return { status: well ? 200 : 503, contentType: "text/plain; charset=utf-8", body: `${body.join("\n")}\n` };
}
