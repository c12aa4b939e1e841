import { describe, expect, it } from "vitest";
import { projectFile, variableEnvironment } from "../../../provider/schema/command/project-file";
import type { InputVariables } from "../../../provider/schema/engine/protocol";

describe("values of input variables, as the official command line is given them", () => {
  const cases: { because: string; variables: InputVariables; line: string; texts: Record<string, string> }[] = [
    { because: "an empty list is a value", variables: { v: { value: [] } }, line: "v = []", texts: {} },
    {
      because: "a list of one is a list",
      variables: { v: { value: ["a"] } },
      line: 'v = [getenv("ATLAS_IAC_VAR_v_0")]',
      texts: { ATLAS_IAC_VAR_v_0: "a" },
    },
    {
      because: "one text is a text",
      variables: { v: ["a"] },
      line: 'v = getenv("ATLAS_IAC_VAR_v_0")',
      texts: { ATLAS_IAC_VAR_v_0: "a" },
    },
    {
      because: "texts anywhere are kept out of the file, and nothing in a name is code",
      variables: {
        v: {
          value: [
            { "a${b}": "s3cret", n: 1 },
            { n: null, on: true, "": ["other"] },
          ],
        },
      },
      line: 'v = [{ "a$${b}" = getenv("ATLAS_IAC_VAR_v_0"), "n" = 1 }, { "n" = null, "on" = true, "" = [getenv("ATLAS_IAC_VAR_v_1")] }]',
      texts: { ATLAS_IAC_VAR_v_0: "s3cret", ATLAS_IAC_VAR_v_1: "other" },
    },
  ];

  it.each(cases)("$because", ({ variables, line, texts }) => {
    expect(projectFile({ hasDev: false, variables }).split("\n")).toContain(`  ${line}`);
    expect(variableEnvironment(variables)).toEqual(texts);
  });
});
