import { describe, expect, it } from "vitest";
import { deferred } from "../../tools/engines/language-host/deferred";

class Greeter {
  constructor(readonly name: string) {}
}

const EXPORTS = { greet: (name: string) => `hello ${name}`, Greeter, Flags: { Loud: 4 } };

/** A module that is deferred, as a program sees it, and how often it has been loaded. */
function observed(exports: object): { module: typeof EXPORTS & { default: typeof EXPORTS }; loads: () => number } {
  let loads = 0;
  const load = () => {
    loads += 1;
    return exports;
  };
  return { module: deferred(load) as typeof EXPORTS & { default: typeof EXPORTS }, loads: () => loads };
}

describe("a module that is loaded only when it is used", () => {
  it("is not loaded by taking its exports", () => {
    const { module, loads } = observed(EXPORTS);
    const { greet, Greeter: Taken, Flags, default: all } = module;
    expect([greet, Taken, Flags, all].map((one) => typeof one)).toEqual(Array(4).fill("function"));
    expect(loads()).toBe(0);
  });

  it.each<{ use: (module: typeof EXPORTS) => unknown; answer: unknown; because: string }>([
    { use: ({ greet }) => greet("ada"), answer: "hello ada", because: "a function is called" },
    { use: ({ Greeter: Taken }) => new Taken("ada"), answer: new Greeter("ada"), because: "a class is constructed" },
    { use: ({ Flags }) => Flags.Loud, answer: 4, because: "an object is looked into" },
  ])("is loaded, once, when $because", ({ use, answer }) => {
    const { module, loads } = observed(EXPORTS);
    expect([use(module), use(module)]).toEqual([answer, answer]);
    expect(loads()).toBe(1);
  });

  it.each([
    { exports: EXPORTS, because: "the module itself, where it says nothing of one" },
    { exports: { __esModule: true, default: EXPORTS }, because: "its own, where it has one" },
  ])("has as its default export $because", ({ exports }) => {
    expect(observed(exports).module.default.greet("ada")).toBe("hello ada");
  });
});
