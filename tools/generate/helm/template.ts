import { stringify } from "yaml";

/** Lines, without their indentation, that stand where a slot is, given how far in that is and the key that has it. */
type Lines = (indent: number, key: string) => string[];

/** What a manifest is made of: JSON that can be changed in place. */
export type Json = { [key: string]: unknown } | unknown[];

/** A manifest of which some places are filled by Helm: `{{ … }}` is no YAML, so slots stand for it until the text is written. */
export class Template {
  readonly #texts: string[] = [];
  readonly #lines: Lines[] = [];

  /** A text, or a part of one. */
  inline(expression: string): string {
    return `TEXT${this.#texts.push(`{{ ${expression} }}`)}SLOT`;
  }

  /** A value of any shape; its key is left out too when the value is empty. */
  block(value: string): string {
    return this.#whole((indent, key) => [
      `{{- with ${value} }}`,
      `${key}:`,
      `  {{- toYaml . | nindent ${indent + 2} }}`,
      "{{- end }}",
    ]);
  }

  /** More items of a list, or more entries of a map. */
  more(value: string): string {
    return this.#whole((indent) => [`{{- with ${value} }}`, `{{- toYaml . | nindent ${indent} }}`, "{{- end }}"]);
  }

  /** Lines as they are. */
  lines(...lines: string[]): string {
    return this.#whole(() => lines);
  }

  /** Writes manifests, or texts that hold Helm's own words, one after the other. */
  write(...documents: readonly (Json | string)[]): string {
    return documents.map((one) => (typeof one === "string" ? one : this.#fill(one))).join("\n");
  }

  #whole(lines: Lines): string {
    return `LINES${this.#lines.push(lines)}SLOT`;
  }

  #fill(manifest: Json): string {
    const text = stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false });
    return text
      .trimEnd()
      .split("\n")
      .flatMap((line) => this.#fillLine(line))
      .join("\n");
  }

  #fillLine(line: string): string[] {
    const [, space = "", key = "", number] = /^( *)(?:(\w+): |- )?LINES(\d+)SLOT(?:: "")?$/.exec(line) ?? [];
    const lines = number && this.#lines[Number(number) - 1]?.(space.length, key);
    if (lines) return lines.map((one) => `${space}${one}`);
    return [line.replace(/TEXT(\d+)SLOT/g, (_, text: string) => this.#texts[Number(text) - 1] ?? "")];
  }
}

/** The value at a path such as `spec.template.spec.containers.0.image`. */
export function at(json: unknown, path: string): unknown {
  return path.split(".").reduce((value: unknown, step) => Reflect.get(Object(value), step), json);
}

/** Sets the value at a path, whose parents are there. */
export function put(json: Json, path: string, value: unknown): void {
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  Reflect.set(Object(steps.length > 0 ? at(json, steps.join(".")) : json), last, value);
}
