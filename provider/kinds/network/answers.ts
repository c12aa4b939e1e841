/** Members of an answer by name. Of several names the first that is there counts: providers have names of their own. */
export interface Facts {
  text(...names: string[]): string | undefined;
  list(...names: string[]): string[] | undefined;
  flag(name: string): boolean | undefined;
  objects(name: string): Facts[] | undefined;
}

/** Reads an answer whose members differ from provider to provider. What is null or empty is not there. */
export function factsOf(answer: object): Facts {
  const all = new Map<string, unknown>(Object.entries(answer));
  const first = (names: string[], fits: (value: unknown) => boolean): unknown =>
    names.map((name) => all.get(name)).find(fits);
  return {
    text(...names) {
      const value = first(names, (one) => typeof one === "string" && one !== "");
      return typeof value === "string" ? value : undefined;
    },
    list(...names) {
      const value = first(names, Array.isArray);
      return Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined;
    },
    flag(name) {
      const value = all.get(name);
      return typeof value === "boolean" ? value : undefined;
    },
    objects(name) {
      const value = all.get(name);
      return Array.isArray(value)
        ? value.filter((item) => typeof item === "object" && item !== null).map(factsOf)
        : undefined;
    },
  };
}

/** Without the members that are not known, as state keeps it. */
export function given<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
