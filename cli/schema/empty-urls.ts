import { DatabaseUrlError } from "../../provider/schema/errors";
import type { ProjectContext } from "./project";

/** Flags that name a database or files, and the attribute of an `env` block that says the same. */
const URLS = [
  { flag: "url", name: "url", attribute: "url" },
  { flag: "dev-url", name: "devUrl", attribute: "dev" },
  { flag: "to", name: "to", attribute: "src" },
  { flag: "from", name: "from", attribute: undefined },
];

type Flags = Readonly<Record<string, unknown>>;

const isEmpty = (value: unknown) => [value].flat().some((url) => typeof url === "string" && url.trim() === "");

/**
 * Refuses a URL that is empty by where it comes from: most often a variable is not set. An empty `--dev-url` is none, where none is
 * required.
 *
 * @throws DatabaseUrlError
 */
export function refuseEmptyUrls(
  flags: Flags,
  given: object,
  { env, unset = [] }: ProjectContext,
  required: readonly string[],
): void {
  const found = URLS.find(({ flag, name }) => isEmpty(flags[name]) && (flag !== "dev-url" || required.includes(flag)));
  if (!found) return;
  const { flag, name, attribute } = found;
  const isGiven = isEmpty(Reflect.get(given, name));
  if (isGiven || !env || attribute === undefined) {
    throw new DatabaseUrlError(`--${flag} is empty`, {
      hint: "Give it a URL. In a shell, a variable that is not set is nothing.",
    });
  }
  const { file, line, column } = env.place;
  throw new DatabaseUrlError(`${file}:${line}:${column}: ${attribute} of env ${JSON.stringify(env.name)} is empty`, {
    hint:
      unset.length > 0
        ? `Not set in the environment, and read by ${file}: ${unset.join(", ")}. Set what it needs, or give --${flag}.`
        : `Give it a URL there, or give --${flag}.`,
  });
}
