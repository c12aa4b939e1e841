const official = (instead = "The official `atlas` command line serves it."): string =>
  `Only Ariga's own edition has it. ${instead}`;
const unbuilt = (instead: string): string => `It is not built. ${instead}`;

const CLOUD = official("Nobody logs in here; ATLAS_TOKEN is for what the official `atlas` command line serves.");
const PUSH = official(`A registry, atlas://…, can be named wherever a URL can.`);

/** Of commands, by group. */
const COMMANDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "atlas-iac": { login: CLOUD, logout: CLOUD, whoami: CLOUD, license: unbuilt("The file LICENSE is in the package.") },
  schema: {
    push: PUSH,
    plan: official("`schema apply --dry-run` shows a plan; plans that are approved in the registry are AtlasSchema's."),
    test: official(),
    stats: official(),
  },
  migrate: {
    push: PUSH,
    test: official(),
    checkpoint: official(),
    edit: official("Edit the file, then write atlas.sum with `atlas-iac migrate hash`."),
    rm: official("Remove the file, then write atlas.sum with `atlas-iac migrate hash`."),
    rebase: official("Rename the file to a later version, then write atlas.sum with `atlas-iac migrate hash`."),
    ls: official(),
  },
};

const WEB = official("Nothing is shown in a browser: take --format.");
const GIT = unbuilt("Give --latest, the number of files that are new.");

/** Of flags, whatever the command. */
const FLAGS: Readonly<Record<string, string>> = {
  "--edit": unbuilt("Edit the file afterwards, then write atlas.sum with `atlas-iac migrate hash`."),
  "--qualifier": unbuilt("Statements for a URL that is bound to a schema name none, so they run in any."),
  "--git-base": GIT,
  "--git-dir": GIT,
  "--web": WEB,
  "-w": WEB,
  "--context": official(),
  "--include": official("Leave out with --exclude what is not meant."),
};

/**
 * What to say of a command or flag that is not here, and that Atlas has elsewhere: why that is, and what to do. The parser would only
 * guess at a likeness, `set` for `test`.
 *
 * @param group name of the command in front: `schema`
 * @param message what the parser says of it
 */
export function absenceOf(group: string, message: string): string | undefined {
  const command = /^unknown command '(.*?)'/.exec(message)?.[1];
  const flag = /^unknown option '(--?[\w-]+)/.exec(message)?.[1];
  return command === undefined ? named(FLAGS, flag) : named(COMMANDS[group], command);
}

function named(all: Readonly<Record<string, string>> | undefined, name: string | undefined): string | undefined {
  return all && name !== undefined && Object.hasOwn(all, name) ? all[name] : undefined;
}
