import { createHash } from "node:crypto";
import { chmod, link, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { cacheEntry } from "../cache";

/**
 * Lays a self-built CLI out as the official distribution is: the executable, and beside it, where the engine looks for
 * them without a warning, the language host (our stand-in) and the plugin of dynamic providers (which ships in
 * `@pulumi/pulumi`).
 *
 * The launcher holds absolute paths (our Node, this checkout), so its directory is named after them.
 *
 * @param cli absolute path of the self-built CLI, in the cache
 * @returns absolute path of the CLI to use
 */
export async function installLanguageHost(cli: string): Promise<string> {
  const require = createRequire(__filename);
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const launcher = `#!/bin/sh
exec "${process.execPath}" --import "${loader}" "${join(__dirname, "main.ts")}" "$@"
`;
  const dynamicProvider = join(
    dirname(require.resolve("@pulumi/pulumi/package.json")),
    "pulumi-resource-pulumi-nodejs",
  );
  const digest = createHash("sha256").update([cli, launcher, dynamicProvider].join("\n")).digest("hex").slice(0, 12);
  const directory = await cacheEntry(`pulumi-with-host-${digest}`, async (staging) => {
    const host = join(staging, "pulumi-language-nodejs");
    await writeFile(host, launcher);
    await chmod(host, 0o755);
    await symlink(dynamicProvider, join(staging, "pulumi-resource-pulumi-nodejs"));
    // A hard link: the engine looks beside the file itself, and would follow a symbolic one.
    await link(cli, join(staging, "pulumi"));
  });
  return join(directory, "pulumi");
}
