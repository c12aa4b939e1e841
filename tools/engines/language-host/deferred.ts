/** Whatever an export is, it takes one of these to use it. */
type Use = (...args: unknown[]) => unknown;

/**
 * Stands for a module of CommonJS that is loaded only when one of its exports is called, constructed or looked into. Its exports may be
 * functions, classes and objects, and they cannot be listed; text and numbers would not be recognised as such.
 */
export function deferred(load: () => object): object {
  let loaded: object | undefined;
  const exportOf = (name: string | symbol): unknown => {
    loaded ??= load();
    // As the compilers' interoperation has it: a module that says nothing of a default export is that export.
    return name === "default" && !("__esModule" in loaded) ? loaded : Reflect.get(loaded, name);
  };
  return new Proxy(
    {},
    { get: (_target, name) => (name === "__esModule" ? true : deferredExport(() => exportOf(name) as Use)) },
  );
}

function deferredExport(value: () => Use): object {
  // A function of the old kind, for it can stand for classes as well.
  const standIn = function standIn() {};
  return new Proxy(standIn, {
    apply: (_target, self, args) => Reflect.apply(value(), self, args),
    construct: (_target, args) => Reflect.construct(value(), args) as object,
    get: (_target, name) => Reflect.get(value(), name) as unknown,
  });
}
