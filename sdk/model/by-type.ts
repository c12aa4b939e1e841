import type { Fault } from "./errors";
import type { Form } from "./form";
import { list } from "./messages";

/** What items of one type cannot do without, and what else they may have. */
export interface TypeFields {
  needs: readonly string[];
  takes?: readonly string[];
  /** Which of those that it needs may be an empty text. */
  mayBeEmpty?: readonly string[];
}

/** Fields that an item's type needs and that are missing, or empty where they may not be. */
export function missingFields(item: object, when: string, { needs, mayBeEmpty }: TypeFields, path: string): Fault[] {
  const given = new Map<string, unknown>(Object.entries(item));
  return needs
    .filter((field) => given.get(field) === undefined || (given.get(field) === "" && !mayBeEmpty?.includes(field)))
    .map((field) => ({ path: `${path}.${field}`, message: `is required when ${when}` }));
}

/**
 * Whether a missing field may be one that Atlas has and shows nobody, so that a declaration which takes over what is there does without:
 * a Secret whose value is not given, or an address that is as good as one.
 */
export const mayBeInAtlas = ({ path }: Fault, form: Form): boolean =>
  /\.(url|microsoftTeamsWebhookUrl)$/.test(path) || (form === "resolved" && path.endsWith("Ref"));

/** Advice on a missing field that Atlas may have. */
export const unlessInAtlas = ({ path, message }: Fault): Fault => ({
  path,
  message: `${message}, unless Atlas has it already`,
});

/** Advice on fields of an item that belong to other types than its own: they have no effect. */
export function idleFields(
  item: object,
  { name, type }: { name: string; type: string },
  types: Readonly<Record<string, TypeFields>>,
  path: string,
): Fault[] {
  const own = types[type];
  if (!own) return [];
  return Object.entries(item).flatMap(([field, value]) => {
    if (value === undefined || fieldsOf(own).includes(field)) return [];
    const owners = Object.keys(types).filter((one) => fieldsOf(types[one] ?? { needs: [] }).includes(field));
    if (owners.length === 0) return [];
    const message = `has no effect when ${name} is ${type}: it is for ${list(owners, "and")}`;
    return [{ path: `${path}.${field}`, message }];
  });
}

const fieldsOf = ({ needs, takes = [] }: TypeFields): string[] => [...needs, ...takes];
