import type { FieldFacts } from "./facts";
import type { UpstreamKind } from "./theirs";

type Kinds = Record<string, UpstreamKind>;

/**
 * A list of upstream's fields, or one list a release of a kind that changed its form. Of the latter, one definition that takes what any
 * of them takes: a field is needed where every form needs it that has what it belongs to.
 */
export function withoutGenerations(list: Kinds | Record<string, Kinds>): Kinds {
  const generations = Object.entries(list).flatMap(([name, value]) => (/^v\d/.test(name) ? [value as Kinds] : []));
  if (generations.length === 0) return list as Kinds;
  const names = [...new Set(generations.flatMap((kinds) => Object.keys(kinds)))];
  return Object.fromEntries(
    names.map((name) => {
      const forms = generations.flatMap((kinds) => kinds[name] ?? []);
      const [newest] = forms.slice(-1);
      if (!newest) throw new RangeError(`no form of ${name} is listed`);
      return [name, { ...newest, fields: united(forms.map(({ fields }) => fields)) }];
    }),
  );
}

function united(forms: Record<string, FieldFacts>[]): Record<string, FieldFacts> {
  const all: Record<string, FieldFacts> = Object.assign({}, ...forms);
  const needed = (path: string): boolean => {
    const owner = path.replace(/\.[^.]+$/, "");
    return forms.filter((form) => owner === path || owner in form).every((form) => form[path]?.required === true);
  };
  return Object.fromEntries(Object.entries(all).map(([path, field]) => [path, { ...field, required: needed(path) }]));
}
