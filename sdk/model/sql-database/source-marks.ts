/** What stands in front of the text of a file that was put into a schema: it is a comment in the language of the file. */
const MARK = /^(?:--|#) atlas-iac:file (.+)\n\n/gm;

/** A text that was read from a file. */
export interface MarkedSource {
  name: string;
  text: string;
}

/**
 * Puts texts of files together, each with the name of its file in front, so that errors can tell file and line. A text that begins
 * with a directive of its own is left alone: directives count at the beginning only.
 */
export function joinSources(sources: readonly MarkedSource[], comment: "--" | "#"): string {
  const marked = sources.map(({ name, text }) => {
    const whole = text.endsWith("\n") ? text : `${text}\n`;
    return text.startsWith("-- atlas:") ? whole : `${comment} atlas-iac:file ${name}\n\n${whole}`;
  });
  return marked.join("");
}

/** The texts that were put together, each with the name of its file; what has none before it is called `name`. */
export function splitSources(text: string, name: string): MarkedSource[] {
  const marks = [...text.matchAll(MARK)];
  const first = text.slice(0, marks[0]?.index ?? text.length);
  const files = marks.map((mark, index) => ({
    name: mark[1] ?? name,
    text: text.slice(mark.index + mark[0].length, marks[index + 1]?.index),
  }));
  return first === "" && files.length > 0 ? files : [{ name, text: first }, ...files];
}
