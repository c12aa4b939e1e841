import { describe, expect, it } from "vitest";
import type { Json } from "../../../provider/simulator/json";
import { differences } from "../../../tools/contract/replay/compare";

describe("comparing a recorded answer with a simulated one", () => {
  const id = (digit: string) => digit.repeat(24);
  const equal: { recorded: Json; simulated: Json; because: string }[] = [
    { recorded: { id: id("a") }, simulated: { id: id("b") }, because: "ids are drawn" },
    {
      recorded: `No group with ID ${id("1")} exists.`,
      simulated: `No group with ID ${id("2")} exists.`,
      because: "also inside a sentence",
    },
    { recorded: "2026-08-10T03:02:28Z", simulated: "2030-01-01T00:00:00Z", because: "times pass" },
    { recorded: "8.0.29", simulated: "8.0.31", because: "patch releases come" },
    { recorded: "mongodb+srv://…", simulated: "mongodb+srv://c.x.mongodb.test", because: "host names are drawn" },
    { recorded: { firstName: "…" }, simulated: { firstName: "Alice" }, because: "it was blanked" },
    { recorded: { roles: ["A", "B"] }, simulated: { roles: ["B", "A"] }, because: "roles have no order" },
    {
      recorded: { href: "x", rel: "self" },
      simulated: { href: "y", rel: "self" },
      because: "links point to their host",
    },
  ];
  it.each(equal)("finds $recorded and $simulated equal, because $because", ({ recorded, simulated }) => {
    expect(differences(recorded, simulated)).toEqual([]);
  });

  const different: { recorded: Json; simulated: Json; path: string; because: string }[] = [
    { recorded: { a: 1 }, simulated: { a: 2 }, path: "a", because: "values count" },
    { recorded: { a: null }, simulated: {}, path: "a", because: "null is told, nothing is not" },
    { recorded: {}, simulated: { a: [] }, path: "a", because: "an empty list is told too" },
    {
      recorded: { a: [{ b: 1 }] },
      simulated: { a: [{ b: 1 }, { b: 2 }] },
      path: "a[1]",
      because: "lists have a length",
    },
    { recorded: ["A", "B"], simulated: ["B", "A"], path: "[0]", because: "other lists have an order" },
    { recorded: "8.0.29", simulated: "7.0.29", path: "", because: "major versions are chosen" },
    { recorded: { id: id("a") }, simulated: { id: "name" }, path: "id", because: "an id has a form" },
    { recorded: { firstName: "…" }, simulated: {}, path: "firstName", because: "blanked is not absent" },
  ];
  it.each(different)("tells $recorded from $simulated, because $because", ({ recorded, simulated, path }) => {
    expect(differences(recorded, simulated)[0]?.path).toBe(path);
  });
});
