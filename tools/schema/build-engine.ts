import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { buildDevDatabase, installDevDatabase } from "./build-dev-database";
import { CHANGED, ENGINE, go, moduleWithChangedLibrary, OUTPUT, readIfThere } from "./engine-module";

const MINIMUM = [1, 26, 4];

/** What the package publishes of the engine. */
export const ARTIFACTS = ["atlas.wasm", "wasm_exec.js", "THIRD_PARTY_NOTICES.txt"];

/** The version of Go at hand, such as `1.26.8`; throws what to install when there is none that will do. */
async function goVersion(): Promise<string> {
  const wanted = `Go ${MINIMUM.join(".")} or newer is needed to build the schema engine`;
  let text: string;
  try {
    text = await go("env", "GOVERSION");
  } catch (cause) {
    throw new Error(`${wanted}, and no \`go\` was found on PATH: see https://go.dev/dl`, { cause });
  }
  const version = text.replace(/^go/, "");
  const parts = version.split(".").map((part) => Number.parseInt(part, 10));
  const order = MINIMUM.map((part, i) => (parts[i] ?? 0) - part).find((difference) => difference !== 0) ?? 0;
  if (order < 0) throw new Error(`${wanted}; found ${version}`);
  return version;
}

async function sourceHash(version: string): Promise<string> {
  const hash = createHash("sha256").update(version).update(JSON.stringify(CHANGED));
  const names = (await readdir(ENGINE, { recursive: true }))
    .filter((name) => /(?<!_test)\.go$|\bgo\.(mod|sum)$/.test(name) && !name.startsWith(path.basename(OUTPUT)))
    .sort();
  for (const name of names) hash.update(name).update(await readFile(path.join(ENGINE, name)));
  return hash.digest("hex");
}

const CONTENTS = `The schema engine (atlas.wasm) is built from the following works. Of ariga.io/atlas, a line of each of these files is changed:
${CHANGED.map(({ file, from, to }) => `${file} has ${to} in place of ${from}.`).join("\n")}`;

/** The licences of everything linked into the artifact: the Go modules, and Go's own runtime and library. */
async function notices(root: string, version: string): Promise<string> {
  const listed = await go(
    "list",
    "-deps",
    "-f",
    "{{with .Module}}{{if and .Version (not .Replace)}}{{.Path}}@{{.Version}}\t{{.Dir}}{{end}}{{end}}",
    ".",
  );
  const modules = [...new Set(listed.split("\n").filter(Boolean))].sort().map((line) => line.split("\t"));
  modules.push([`Go ${version} (runtime, standard library, wasm_exec.js)`, root]);
  const parts: string[] = [];
  for (const [name, dir] of modules) {
    if (!name || !dir) continue;
    const files = (await readdir(dir)).filter((file) => /^(LICEN[CS]E|NOTICE|COPYING)/i.test(file)).sort();
    if (files.length === 0) throw new Error(`${name} comes without a licence file`);
    const texts = await Promise.all(files.map((file) => readFile(path.join(dir, file), "utf8")));
    parts.push(`${"=".repeat(80)}\n${name}\n${"=".repeat(80)}\n\n${texts.map((text) => text.trim()).join("\n\n")}\n`);
  }
  return `${CONTENTS}\n\n${parts.join("\n")}`;
}

/** Builds the engine unless what is there was built from the same sources with the same Go. */
export async function buildEngine(): Promise<{ built: boolean; milliseconds: number }> {
  const started = performance.now();
  const version = await goVersion();
  const stamp = path.join(OUTPUT, "stamp");
  const wanted = await sourceHash(version);
  if ((await readIfThere(stamp)) === wanted) return { built: false, milliseconds: performance.now() - started };

  await mkdir(OUTPUT, { recursive: true });
  await rm(stamp, { force: true });
  const root = await go("env", "GOROOT");
  // Written beside and renamed: a process that loads the engine meanwhile never sees half a file.
  const fresh = path.join(OUTPUT, `atlas.wasm.${process.pid}`);
  const modfile = `-modfile=${await moduleWithChangedLibrary()}`;
  await go("build", modfile, "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", fresh, ".");
  await rename(fresh, path.join(OUTPUT, "atlas.wasm"));
  await copyFile(path.join(root, "lib/wasm/wasm_exec.js"), path.join(OUTPUT, "wasm_exec.js"));
  await writeFile(path.join(OUTPUT, "THIRD_PARTY_NOTICES.txt"), await notices(root, version));
  await writeFile(stamp, wanted);
  return { built: true, milliseconds: performance.now() - started };
}

/** Copies the artifact to where compiled code looks for it: the same place below `dist`. */
export async function installEngine(dist: string): Promise<void> {
  const into = path.join(dist, "provider/schema/engine/dist");
  await mkdir(into, { recursive: true });
  for (const name of ARTIFACTS) await copyFile(path.join(OUTPUT, name), path.join(into, name));
}

async function main(): Promise<void> {
  const at = process.argv.indexOf("--into");
  const dist = at > 0 ? process.argv[at + 1] : undefined;
  await buildDevDatabase();
  if (dist) await installDevDatabase(path.resolve(dist));
  const { built, milliseconds } = await buildEngine();
  const { size } = await stat(path.join(OUTPUT, "atlas.wasm"));
  const megabytes = (size / 1e6).toFixed(1);
  console.log(
    `schema engine: ${megabytes} MB, ${built ? `built in ${(milliseconds / 1000).toFixed(1)} s` : "up to date"}`,
  );
  if (dist) await installEngine(path.resolve(dist));
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
