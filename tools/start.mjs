// Runs one of the TypeScript tools, `node tools/start.mjs FILE [arguments]`, also in a clone without node_modules: whatever
// Node.js npm came with starts it, and the one of the dev dependencies runs it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = join(root, "node_modules", ".bin");

function run(command, args) {
  const env = { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) };
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: "inherit" });
  if (error) throw error;
  return status ?? 1;
}

if (!existsSync(join(bin, "tsx"))) {
  console.log("Installing the packages of package-lock.json …");
  // Its warnings are about the Node.js that npm runs on, not about the one that everything else will run on.
  const status = run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (status !== 0) process.exit(status);
}
process.exit(run("tsx", process.argv.slice(2)));
