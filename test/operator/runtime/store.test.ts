import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../provider/operator/runtime/kube/object";
import { Store } from "../../../provider/operator/runtime/watch/store";

interface Note extends KubeObject {
  refs: string[];
}

function note(name: string, version: number, refs: string[] = [], namespace = "one", uid = name): Note {
  return { metadata: { name, namespace, uid, resourceVersion: String(version) }, refs };
}

const byRef = (): Store<Note, "ref"> => new Store<Note, "ref">({ ref: ({ refs }) => refs });

describe("the store", () => {
  it("finds objects by what an index says of them, and no longer once they say otherwise", () => {
    const store = byRef();
    store.put(note("a", 1, ["x", "y"]));
    store.put(note("b", 2, ["y"]));
    expect(store.keysBy("ref", "y")).toEqual(["one/a", "one/b"]);
    store.put(note("a", 3, ["x"]));
    expect(store.by("ref", "y").map(({ metadata }) => metadata.name)).toEqual(["b"]);
    store.delete("one/b");
    expect(store.keysBy("ref", "y")).toEqual([]);
  });

  it("ignores what it knows and what is older, so that an echo of our own write changes nothing", () => {
    const store = byRef();
    store.put(note("a", 9));
    expect(store.put(note("a", 9))).toBeUndefined();
    expect(store.put(note("a", 8))).toBeUndefined();
    // 10 is more than 9, though not as text.
    expect(store.put(note("a", 10))).toBeDefined();
  });

  it("believes a list even where it is older, as after a restore of the cluster", () => {
    const store = byRef();
    store.put(note("a", 90));
    store.put(note("b", 91));
    const changes = store.replace([note("a", 5)]);
    expect(changes.map(({ key, after }) => [key, after?.metadata.resourceVersion])).toEqual([
      ["one/b", undefined],
      ["one/a", "5"],
    ]);
  });

  it("takes a list of one namespace for that namespace only", () => {
    const store = byRef();
    store.put(note("a", 1, [], "one"));
    store.put(note("b", 2, [], "two"));
    store.replace([], "one");
    expect(store.keys()).toEqual(["two/b"]);
  });

  it("gives out objects that nobody can change in place", () => {
    const store = byRef();
    store.put(note("a", 1, ["x"]));
    const held = store.get("one/a");
    expect(() => held?.refs.push("y")).toThrow(TypeError);
  });

  it("has indexes that always say what its objects say, whatever came in which order", () => {
    const refs = fc.uniqueArray(fc.constantFrom("x", "y", "z"));
    const name = fc.constantFrom("a", "b", "c");
    const step = fc.oneof(
      fc.record({ put: name, refs }),
      fc.record({ remove: name }),
      fc.record({ list: fc.uniqueArray(name), refs }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const store = byRef();
        const model = new Map<string, string[]>();
        steps.forEach((action, i) => {
          if ("put" in action) {
            store.put(note(action.put, i + 1, action.refs));
            model.set(action.put, action.refs);
          } else if ("remove" in action) {
            store.delete(`one/${action.remove}`);
            model.delete(action.remove);
          } else {
            store.replace(action.list.map((each) => note(each, i + 1, action.refs)));
            model.clear();
            for (const each of action.list) model.set(each, action.refs);
          }
        });
        for (const value of ["x", "y", "z"]) {
          const expected = [...model].filter(([, held]) => held.includes(value)).map(([each]) => `one/${each}`);
          expect(store.keysBy("ref", value).sort()).toEqual(expected.sort());
        }
        expect(store.size).toBe(model.size);
      }),
    );
  });
});
