import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** One run of the command line that is expected, and what it answers. */
export interface ExpectedCall {
  /** All arguments, in order. */
  args: string[];
  /** Part of the environment. */
  env?: Record<string, string>;
  /** Files of its working directory, by path; those that are not named here must not be there. */
  files?: Record<string, string>;
  stdout?: string;
  stderr?: string;
  exit?: number;
  /** How long it takes, in milliseconds. */
  takes?: number;
}

/** A stand-in for the official command line, which cannot be had here. */
export interface AtlasDouble {
  file: string;
  /** Calls that did not come yet. */
  left(): number;
  /** What was not as expected: arguments, environment or files. */
  complaints(): string;
  remove(): void;
}

/** What the program does: it answers as it was told to, once it has seen exactly what was expected, and complains otherwise. */
const PROGRAM = `#!/usr/bin/env node
const { appendFileSync, readdirSync, readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const at = (name) => path.join(__dirname, name);
const { version, calls, secrets } = JSON.parse(readFileSync(at("script.json"), "utf8"));
const args = process.argv.slice(2);
const complain = (text) => {
  appendFileSync(at("complaints"), text + "\\n");
  process.stderr.write("Error: double: " + text + "\\n");
  process.exit(97);
};
if (args.join() === "version") {
  process.stdout.write(version + "\\n");
  process.exit(0);
}
const [call, ...rest] = calls;
if (!call) complain("unexpected: " + JSON.stringify(args));
if (JSON.stringify(call.args) !== JSON.stringify(args)) complain("arguments " + JSON.stringify(args) + ", not " + JSON.stringify(call.args));
for (const secret of secrets) if (args.some((arg) => arg.includes(secret))) complain("a secret among the arguments");
for (const [name, value] of Object.entries(call.env ?? {})) {
  if (process.env[name] !== value) complain("environment " + name + " is not as expected");
}
// Without secrets to look for it may run anywhere, in a large directory too.
const files = !call.files && secrets.length === 0 ? [] : readdirSync(".", { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const found = Object.fromEntries(files.map((entry) => {
  const file = path.join(entry.parentPath, entry.name);
  return [file, readFileSync(file, "utf8")];
}));
for (const secret of secrets) if (Object.values(found).some((text) => text.includes(secret))) complain("a secret in a file");
if (call.files && JSON.stringify(Object.entries(call.files).sort()) !== JSON.stringify(Object.entries(found).sort())) {
  complain("files " + JSON.stringify(found, null, 1) + ", not " + JSON.stringify(call.files, null, 1));
}
writeFileSync(at("script.json"), JSON.stringify({ version, calls: rest, secrets }));
setTimeout(() => {
  process.stdout.write(call.stdout ?? "");
  process.stderr.write(call.stderr ?? "");
  process.exitCode = call.exit ?? 0;
}, call.takes ?? 0);
`;

/** @param secrets what must be neither among its arguments nor in its files */
export function atlasDouble(
  calls: ExpectedCall[],
  { version = "atlas version v1.2.0-a5e0aec-canary", secrets = [] as string[] } = {},
): AtlasDouble {
  const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-double-"));
  const at = (name: string) => path.join(directory, name);
  writeFileSync(at("script.json"), JSON.stringify({ version, calls, secrets }));
  // A name that says CommonJS, whatever package.json is above it.
  writeFileSync(at("atlas.cjs"), PROGRAM);
  chmodSync(at("atlas.cjs"), 0o755);
  return {
    file: at("atlas.cjs"),
    left: () => (JSON.parse(readFileSync(at("script.json"), "utf8")) as { calls: unknown[] }).calls.length,
    complaints: () => (existsSync(at("complaints")) ? readFileSync(at("complaints"), "utf8") : ""),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
