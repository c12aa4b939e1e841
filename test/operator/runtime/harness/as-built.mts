import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const tests = pathToFileURL(join(root, "test")).href;

/** Where the file is that a test's program imports without an ending: what is built comes from the build. */
function fileOf(path: string): string | undefined {
  const place = relative(root, path);
  const [folder = ""] = place.split(sep);
  const built = ["sdk", "provider", "cli"].includes(folder);
  const base = built ? join(root, "dist", place) : path;
  const ending = built ? ".js" : ".ts";
  return [base + ending, join(base, `index${ending}`)].find((file) => existsSync(file));
}

// For a program of the tests that Node.js runs by leaving the types out: no compiler has to be loaded, and nothing be compiled anew.
registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context;
    if (!specifier.startsWith(".") || !parentURL?.startsWith(tests)) return next(specifier, context);
    const file = fileOf(fileURLToPath(new URL(specifier, parentURL)));
    return next(file === undefined ? specifier : pathToFileURL(file).href, context);
  },
});
