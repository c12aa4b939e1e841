import { startSimulator } from "../../provider/simulator";

/** Runs a simulated Atlas until it is ended. The first line of its output tells where it listens and who may come in. */
async function main(): Promise<void> {
  const { url, orgId, apiKey } = await startSimulator({ timeScale: Number(process.argv[2] ?? 1) });
  process.stdout.write(`${JSON.stringify({ url, orgId, ...apiKey })}\n`);
}

void main();
