/** What serves the resources of databases. Loaded when there is one: it brings drivers and an engine with it. */
export { create, update } from "./apply";
export { check } from "./check";
export { DeclaredDatabases } from "./declared";
export { diff } from "./diff";
export { read } from "./read";
export { remove } from "./remove";
