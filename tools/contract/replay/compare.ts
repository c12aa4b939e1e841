import { isObject, type Json } from "../../../provider/simulator/json";

/** One place where two answers differ; `undefined` where there is nothing. */
export interface Difference {
  /** Such as `replicationSpecs[0].regionConfigs[0].autoScaling`. */
  path: string;
  recorded: Json | undefined;
  simulated: Json | undefined;
}

/** What somebody blanked before publishing: equal to anything. */
const BLANK = "…";

/** Strings that name an object, a time or a place of one run: only their form is compared. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/mongodb\+srv:\/\/\S+/g, "<srv>"],
  [/mongodb:\/\/\S+/g, "<seeds>"],
  [/\b[0-9a-f]{24}\b/g, "<id>"],
  [/\b\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, "<time>"],
  [/\b[\w.+-]+@example\.com\b/g, "<person>"],
  [/^\*{8}-\*{4}-\*{4}-[0-9a-f]{12}$/, "<masked key>"],
  [/\bvpc-\w+$/, "<network>"],
  [/^vnet_[0-9a-f]{24}_\w+$/, "<network>"],
  [/\bvpce-svc-\w+$/, "<service>"],
  [/\bpls_[0-9a-f]{24}/g, "<service>"],
  [/\brg_[0-9a-f]{24}_\w+/g, "<group>"],
  [/^\/subscriptions\/[0-9a-f-]{36}/, "<subscription>"],
  [/^projects\/p-\w+/, "<project>"],
  [/^[^.\s]+(\.[a-z-]+)?\.a\.query\.mongodb(-dev\.net|\.test)$/, "<host>$1"],
  [/^arn:aws:iam::\d{12}:\S+$/, "<arn>"],
  [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "<uuid>"],
  // A patch release is a matter of time.
  [/^(\d+\.\d+)\.\d+$/, "$1.<patch>"],
];

/** Members whose value is drawn, not decided; `updatedUser` is the key that a policy was sent with. */
const DRAWN: ReadonlySet<string> = new Set(["href", "publicKey", "privateKey", "updatedUser"]);
/** Lists that the service gives in no order: the recordings have them both ways. */
const UNORDERED: ReadonlySet<string> = new Set(["roles", "roleNames", "teamIds", "groupRoleAssignments"]);

/** Where two bodies differ, apart from ids, times and names that were drawn. */
export function differences(recorded: Json | undefined, simulated: Json | undefined, path = ""): Difference[] {
  const expected = form(recorded);
  const actual = form(simulated);
  if (expected === BLANK && actual !== undefined) return [];
  if (Array.isArray(expected) && Array.isArray(actual)) return listDifferences(expected, actual, path);
  if (isObject(expected) && isObject(actual)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].filter((name) => !DRAWN.has(name));
    return names.flatMap((name) => differences(expected[name], actual[name], path ? `${path}.${name}` : name));
  }
  return Object.is(expected, actual) ? [] : [{ path, recorded: expected, simulated: actual }];
}

function listDifferences(expected: Json[], actual: Json[], path: string): Difference[] {
  const last = path.split(".").at(-1) ?? "";
  const [left, right] = UNORDERED.has(last) ? [sorted(expected), sorted(actual)] : [expected, actual];
  const longest = Math.max(left.length, right.length);
  return Array.from({ length: longest }, (_, index) =>
    differences(left[index], right[index], `${path}[${index}]`),
  ).flat();
}

function sorted(list: readonly Json[]): Json[] {
  const keyed = list.map((item) => [JSON.stringify(item, (_, value) => form(value)), item] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
}

function form(value: Json | undefined): Json | undefined {
  if (typeof value !== "string" || value === BLANK) return value;
  return FORMS.reduce((text, [pattern, shape]) => text.replace(pattern, shape), value);
}
