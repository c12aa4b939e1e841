import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs `action` with a temporary directory, and the environment in which other programs take it for that of the system. It is removed in
 * the end with whatever they left in it: cdk8s leaves one directory an app, and servers that were killed their data.
 */
export async function withTemporaryDirectory<Result>(
  action: (directory: string, env: NodeJS.ProcessEnv) => Promise<Result>,
): Promise<Result> {
  // A short name: paths of sockets below it may have no more than a hundred characters.
  const directory = await mkdtemp(join(tmpdir(), "ai-"));
  try {
    // Servers that refuse to run as root run as another user, who has to get at their data below.
    await chmod(directory, 0o711);
    return await action(directory, { ...process.env, TMPDIR: directory, TMP: directory, TEMP: directory });
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
