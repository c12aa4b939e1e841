import type { KindName } from "../../sdk/model/kinds";

/** One object to write into a program, as manifests have it. */
export interface SourceObject {
  kind: KindName;
  name: string;
  /** Absent: that of the context the manifest is applied in. */
  namespace?: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  spec: Readonly<Record<string, unknown>>;
  /** Where it is in Atlas, in the words of the kind's import: for programs that take over what exists. */
  existing?: string;
}

/** An object of Kubernetes or somebody else. */
export interface OtherObject {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
  value: Readonly<Record<string, unknown>>;
}

/** Everything that goes into one program. */
export interface Sources {
  objects: readonly SourceObject[];
  others: readonly OtherObject[];
}

/** Something that the reader of a written program must do or know. */
export interface Remark {
  /**
   * `set`: to be given before the first run. `may-set`: may be given, and stays as it is in Atlas until then. `lost`: what the target
   * cannot say. `know`: what is otherwise there.
   */
  about: "set" | "may-set" | "lost" | "know";
  text: string;
}

/** A program, and what goes without saying in it. */
export interface Program {
  text: string;
  remarks: readonly Remark[];
}

/** How the tool calls an object: `AtlasTeam/developers`, with the namespace where there is one. */
export const titleOf = ({ kind, name, namespace }: { kind: string; name: string; namespace?: string }): string =>
  namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
