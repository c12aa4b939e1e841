/**
 * Lists every optional platform package in package-lock.json: `npm run lock:complete`, after each `npm install`.
 *
 * A registry mirror that carries only one platform's binaries makes npm leave the other platforms' packages out of the lock file,
 * and `npm ci` then refuses the file everywhere. An entry with the version its dependent pins says all that `npm ci` asks for; npm
 * fetches it only on that platform.
 */
import { readFileSync, writeFileSync } from "node:fs";

interface LockEntry {
  version?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dev?: boolean;
  optional?: boolean;
  license?: string;
  optionalDependencies?: Record<string, string>;
}

const systems = ["android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32", "aix"];
const processors = ["arm64", "arm", "x64", "ia32", "ppc64", "riscv64", "s390x", "loong64", "mips64el"];

const file = process.argv[2] ?? "package-lock.json";
const lock = JSON.parse(readFileSync(file, "utf8")) as { packages: Record<string, LockEntry> };
let added = 0;
for (const [path, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isListed(path, name)) continue;
    const platform = platformOf(name);
    if (!platform) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platform,
      ...(entry.dev ? { dev: true } : {}),
      ...(entry.license ? { license: entry.license } : {}),
      optional: true,
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${file}: ${added} platform packages added`);

/** Whether node's own look-up from `path` finds an entry for `name`. */
function isListed(path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(folder.lastIndexOf("/node_modules/"), 0))) {
    if (lock.packages[`${folder ? `${folder}/` : ""}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

/** Platform that a package name such as `@scope/cli-linux-arm64-musl` stands for; absent when it names none. */
function platformOf(name: string): Pick<LockEntry, "os" | "cpu" | "libc"> | undefined {
  const words = (name.split("/").at(-1) ?? name).split("-");
  const os = systems.find((system) => words.includes(system));
  if (!os) return undefined;
  const cpu = processors.find((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith("musl"))
    ? ["musl"]
    : words.some((w) => w.startsWith("gnu"))
      ? ["glibc"]
      : undefined;
  return { os: [os], ...(cpu ? { cpu: [cpu] } : {}), ...(libc && os === "linux" ? { libc } : {}) };
}
