import { describe, expect, it } from "vitest";
import { runTemplate } from "../../../provider/schema/template/run";

const VALUE = {
  Name: "n",
  Zero: 0,
  List: ["a", "b"],
  None: undefined,
  Null: null,
  Map: { b: 2, a: 1 },
  Items: [{ Cmd: "x" }, { Cmd: "y" }],
};

describe("templates", () => {
  // What Go's text/template answers.
  const cases: { because: string; template: string; out: string }[] = [
    { because: "text is kept", template: "a\n{b}", out: "a\n{b}" },
    { because: "fields", template: "{{ .Name }}-{{.Zero}}", out: "n-0" },
    { because: "a dash takes the space on its side", template: "a \n {{- .Name -}} \n b", out: "anb" },
    { because: "comments are nothing", template: "a{{/* }} */}}b", out: "ab" },
    { because: "if and else", template: "{{ if .Zero }}y{{ else if .Name }}m{{ else }}n{{ end }}", out: "m" },
    {
      because: "absent fields of a report are empty",
      template: "[{{ .None }}]{{ range .None }}x{{ else }}-{{ end }}",
      out: "[]-",
    },
    { because: "range moves the dot", template: "{{ range .Items }}{{ .Cmd }};{{ end }}", out: "x;y;" },
    {
      because: "range sets variables",
      template: "{{ range $i, $e := .List }}{{ $i }}{{ $e }}{{ $.Name }}{{ end }}",
      out: "0an1bn",
    },
    { because: "maps are ranged by key", template: "{{ range $k, $v := .Map }}{{ $k }}{{ $v }}{{ end }}", out: "a1b2" },
    { because: "with moves the dot", template: "{{ with .Map }}{{ .a }}{{ end }}", out: "1" },
    { because: "variables last to the end of their block", template: "{{ $x := len .List }}{{ $x }}", out: "2" },
    { because: "pipelines pass on", template: '{{ .Name | printf "%s=%q" "k" }}', out: 'k="n"' },
    { because: "parentheses", template: '{{ if and (eq .Name "n") (gt (len .List) 1) }}y{{ end }}', out: "y" },
    { because: "index", template: "{{ index .List 1 }}{{ index .Map `a` }}", out: "b1" },
    {
      because: "templates are called",
      template: '{{ define "t" }}<{{ . }}>{{ end }}{{ template "t" .Name }}',
      out: "<n>",
    },
    { because: "a text may hold braces", template: '{{ "}}" }}', out: "}}" },
    { because: "nothing is not true", template: "{{ if and .None .Name }}y{{ end }}{{ and .None 1 }}", out: "" },
    {
      because: "null is not true",
      template: "{{ if and .Null .Name }}y{{ else }}n{{ end }}{{ or .Null 2 }}",
      out: "n2",
    },
    { because: "and looks no further", template: "{{ if and .None (eq .Name 7) }}y{{ else }}n{{ end }}", out: "n" },
    {
      because: "zeros fill a width",
      template: '{{ printf "%03d|%+d|%-4s|%5.2f|%x" 7 7 "a" 1.5 "ab" }}',
      out: "007|+7|a   | 1.50|6162",
    },
    { because: "a sign stands before zeros", template: '{{ printf "%04d%%" -7 }}', out: "-007%" },
    {
      because: "what a query answers is a number's text",
      template: '{{ eq "7" 7 }}{{ lt "7" 10 }}{{ printf "%03d" "7" }}',
      out: "truetrue007",
    },
    {
      because: "nothing equals nothing",
      template: "{{ eq .None .Null }}{{ eq .None 1 }}{{ ne .None 1 }}",
      out: "truefalsetrue",
    },
    {
      because: "texts are written as in Go",
      template: `{{ "a\\tb\\x20\\040\\u00e9\\U0001F600\\"\\\\" }}{{ "\t" }}{{ \`\\n\` }}`,
      out: `a\tb  é\u{1F600}"\\\t\\n`,
    },
    { because: "lists are printed as Go prints them", template: "{{ .List }}", out: "[a b]" },
  ];
  it.each(cases)("are filled in: $because", ({ template, out }) => {
    expect(runTemplate(template, VALUE)).toBe(out);
  });

  const faults: { template: string; says: string }[] = [
    { template: "{{ nope . }}", says: 'template: format: function "nope" not defined' },
    { template: "{{ .Nope }}", says: "template: format: can't evaluate field Nope" },
    { template: "{{ if .Name }}", says: "template: format: unexpected EOF" },
    { template: "{{ end }}", says: "template: format: unexpected {{end}}" },
    { template: "{{ .Name ", says: "template: format: unclosed action" },
    { template: '{{ eq 7 "07" }}', says: "error calling eq: incompatible types for comparison" },
    { template: '{{ printf "%d" "07" }}', says: "error calling printf: %d cannot print a string" },
    { template: '{{ printf "%w" 7 }}', says: "error calling printf: %w cannot print a number" },
    { template: '{{ printf "%s %s" 7 }}', says: "error calling printf: nothing is given for %s" },
    { template: '{{ printf "%s" 7 8 }}', says: 'error calling printf: more is given than "%s" takes' },
    { template: '{{ template "x" }}', says: 'template: format: template "x" not defined' },
    { template: String.raw`{{ "\d" }}`, says: String.raw`"\d" has an escape that Go does not know` },
    { template: String.raw`{{ "\777" }}`, says: "has an escape that Go does not know" },
    { template: "{{ ) }}", says: "template: format: missing value for command" },
    { template: "{{ range .List }}{{ break }}{{ end }}", says: "template: format: {{break}} is not supported" },
  ];
  it.each(faults)("that cannot be filled in say why: $template", ({ template, says }) => {
    expect(() => runTemplate(template, VALUE)).toThrow(says);
  });

  it("call others by name", () => {
    const others = { "head.tmpl": '{{ define "h" }}-- {{ .Name }}{{ end }}', "x.sql": "X" };
    expect(runTemplate('{{ template "h" . }}{{ template "x.sql" }}', VALUE, { others })).toBe("-- nX");
  });
});
