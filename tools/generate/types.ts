import ts from "typescript";
import { docComment } from "./doc-comment";
import type { Field, FieldType, MarkerType, ObjectType } from "./model";
import { ModelError, parseTags, type Tags } from "./tags";

const markers: Record<string, MarkerType["marker"]> = {
  ResourceRef: "resource",
  LocalResourceRef: "resource",
  ResourceOrIdRef: "resource",
  EmbeddedRef: "embedded",
  SecretRef: "secret",
  NamespacedSecretRef: "secret",
  SecretKeyRef: "secretKey",
  CredentialsRef: "credentials",
  NamespacedCredentialsRef: "credentials",
  ConfigMapKeyRef: "configMapKey",
  ConfigMapRef: "configMap",
};

/**
 * Turns TypeScript types into the generator's own. Understands exactly what the model is written in (interfaces, arrays, unions
 * of string literals, records, marker types) and refuses everything else by name.
 */
export class TypeReader {
  constructor(private readonly checker: ts.TypeChecker) {}

  typeOf(symbol: ts.Symbol): ts.Type {
    return this.checker.getDeclaredTypeOfSymbol(symbol);
  }

  /** @param where What the type belongs to, for errors. */
  object(type: ts.Type, where: string): ObjectType {
    const symbol = type.getSymbol();
    if (!symbol || !type.isClassOrInterface()) throw new ModelError(`${where}: must be an interface`);
    return {
      type: "object",
      name: symbol.name,
      ...documented(symbol, symbol.name),
      fields: this.fields(type, symbol.name),
    };
  }

  private fields(type: ts.Type, owner: string): Field[] {
    const properties = this.checker.getPropertiesOfType(type).filter((one) => !one.name.startsWith("__@"));
    return properties.map((property) => this.field(property, owner));
  }

  private field(property: ts.Symbol, owner: string): Field {
    const where = `${owner}.${property.name}`;
    const { description, tags } = documented(property, where);
    const required = (property.flags & ts.SymbolFlags.Optional) === 0;
    const type = this.type(this.checker.getNonNullableType(this.checker.getTypeOfSymbol(property)), where, property);
    if (tags.asType !== undefined && type.type !== "number") throw new ModelError(`${where}: @asType needs a number`);
    return { name: property.name, declaredIn: declaringInterface(property), description, required, tags, type };
  }

  private type(type: ts.Type, where: string, property: ts.Symbol): FieldType {
    if (type.flags & ts.TypeFlags.String) return { type: "string" };
    if (type.flags & ts.TypeFlags.Number) return { type: "number" };
    if (type.flags & (ts.TypeFlags.Boolean | ts.TypeFlags.BooleanLiteral)) return { type: "boolean" };
    if (type.flags & ts.TypeFlags.Unknown) return { type: "json", allowed: [] };
    if (type.isUnion()) return this.union(type, where, property);
    if (type.isStringLiteral()) return { type: "string", enum: [type.value] };
    if (this.checker.isArrayType(type)) return { type: "array", items: this.items(type, where, property) };
    return this.objectLike(type, where, property);
  }

  private items(type: ts.Type, where: string, property: ts.Symbol): FieldType {
    const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
    if (!item) throw new ModelError(`${where}: array of nothing`);
    return this.type(item, `${where}[]`, property);
  }

  private union(type: ts.UnionType, where: string, property: ts.Symbol): FieldType {
    if (type.types.every((one) => one.isStringLiteral())) {
      const values = type.types.flatMap((one) => (one.isStringLiteral() ? [one.value] : []));
      return { type: "string", enum: asWritten(values, type, property) };
    }
    if (type.types.every((one) => one.isNumberLiteral())) {
      const values = type.types.flatMap((one) => (one.isNumberLiteral() ? [one.value] : []));
      return { type: "number", enum: values.sort((a, b) => a - b) };
    }
    const read = type.types.map((one) => this.type(one, where, property));
    const allowed = read.map((one) => {
      if (one.type === "boolean") return "boolean";
      if (one.type === "map") return "object";
      throw new ModelError(`${where}: a union must be of string literals, of numbers, or of boolean and JsonObject`);
    });
    return { type: "json", allowed: [...new Set(allowed)] };
  }

  private objectLike(type: ts.Type, where: string, property: ts.Symbol): FieldType {
    const index = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (index) return { type: "map", values: this.type(index, `${where}{}`, property) };
    const name = type.getSymbol()?.name ?? "";
    const marker = markers[name];
    if (marker) return this.marker(type, name, marker);
    return this.object(type, where);
  }

  private marker(type: ts.Type, name: string, marker: MarkerType["marker"]): MarkerType {
    const [argument] = this.checker.getTypeArguments(type as ts.TypeReference);
    const literals = argument?.isUnion() ? argument.types : argument ? [argument] : [];
    const values = literals.flatMap((one) => (one.isStringLiteral() ? [one.value] : [])).sort();
    const read: MarkerType = { type: "marker", marker, name, fields: this.fields(type, name) };
    if (marker === "resource" || marker === "embedded") return { ...read, target: values[0] };
    return marker === "secret" ? { ...read, keys: values } : read;
  }
}

function documented(symbol: ts.Symbol, where: string): { description: string; tags: Tags } {
  const { description, tags } = docComment(symbol);
  if (description === "") throw new ModelError(`${where} has no documentation`);
  return { description, tags: parseTags(tags, where) };
}

/** The compiler orders the members of a union as it first met them anywhere; people expect them as they are written here. */
function asWritten(values: string[], type: ts.UnionType, property: ts.Symbol): string[] {
  const declaration = type.aliasSymbol?.declarations?.[0] ?? property.declarations?.[0];
  const text = declaration?.getText() ?? "";
  return [...values].sort((a, b) => text.indexOf(JSON.stringify(a)) - text.indexOf(JSON.stringify(b)));
}

function declaringInterface(property: ts.Symbol): string {
  const parent = property.declarations?.[0]?.parent;
  return parent && ts.isInterfaceDeclaration(parent) ? parent.name.text : "";
}
