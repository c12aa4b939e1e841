import "./peers";

export type { Args, In, Out, OutputOf, StatusOf } from "./args";
export * from "./connection-string";
export * from "./lookups";
export { TwoSdksError } from "./one-sdk";
export type { AtlasResourceOptions } from "./options";
export { WrongReferenceError } from "./references";
export { AtlasResource } from "./resource";
export * from "./resources/index.gen";
