import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** An installed npm package. */
export interface InstalledPackage {
  name: string;
  version: string;
}

/** An npm package that comes with a Pulumi provider plugin. */
export interface ResourcePackage extends InstalledPackage {
  /** Where the plugin is downloaded from; empty for the default. */
  server: string;
}

interface Manifest {
  name?: string;
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  pulumi?: { resource?: boolean; name?: string; version?: string; server?: string };
}

/** What the program's own package.json depends on, as installed. */
export function directDependencies(programDirectory: string): InstalledPackage[] {
  const root = findUp(programDirectory, "package.json");
  if (root === undefined) return [];
  const { dependencies, devDependencies } = readManifest(root);
  return Object.keys({ ...dependencies, ...devDependencies }).flatMap((name) => {
    const manifest = installed(name, dirname(root));
    return manifest === undefined ? [] : [{ name, version: readManifest(manifest).version ?? "" }];
  });
}

/**
 * The provider plugins that the program's packages need: every package in its dependency tree whose package.json says
 * `"pulumi": { "resource": true }`. The plugin is called after the package without its scope.
 */
export function resourcePackages(programDirectory: string): ResourcePackage[] {
  const root = findUp(programDirectory, "package.json");
  if (root === undefined) return [];
  const found = new Map<string, ResourcePackage>();
  const seen = new Set<string>();
  const queue = [root];
  for (let manifestPath = queue.pop(); manifestPath !== undefined; manifestPath = queue.pop()) {
    if (seen.has(manifestPath)) continue;
    seen.add(manifestPath);
    const manifest = readManifest(manifestPath);
    const { pulumi } = manifest;
    if (pulumi?.resource) {
      const name = pulumi.name ?? (manifest.name ?? "").replace(/^@[^/]+\//, "");
      const version = `v${(pulumi.version ?? manifest.version ?? "").replace(/^v/, "")}`;
      found.set(`${name}@${version}`, { name, version, server: pulumi.server ?? "" });
    }
    for (const dependency of Object.keys(manifest.dependencies ?? {})) {
      const next = installed(dependency, dirname(manifestPath));
      if (next !== undefined) queue.push(next);
    }
  }
  return [...found.values()];
}

/** The package.json of an installed package, looked up as Node does; undefined when it is not installed. */
function installed(name: string, from: string): string | undefined {
  return findUp(from, join("node_modules", name, "package.json"));
}

function findUp(from: string, relative: string): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    const candidate = join(directory, relative);
    if (existsSync(candidate)) return candidate;
    if (directory === dirname(directory)) return undefined;
  }
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, "utf8")) as Manifest;
}
