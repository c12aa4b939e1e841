/** What the process ends with. */
export const exitCodes = {
  done: 0,
  /** Also for wrong use of the command line. */
  failed: 1,
  /** `plan` only: Atlas is not as declared. */
  changes: 2,
  /** As a process that Ctrl-C ends: 128 and SIGINT. */
  interrupted: 130,
  /** As a process that writes to a closed pipe ends elsewhere: 128 and SIGPIPE. */
  pipeClosed: 141,
} as const;

/** Says them in a command's help. */
export function describeExitCodes(codes: Readonly<Record<number, string>>): string {
  const lines = Object.entries(codes).map(([code, meaning]) => `  ${code}  ${meaning}`);
  return `\n\nExit codes:\n${lines.join("\n")}`;
}

/** Shows how a command is used, in its help. */
export function describeExamples(examples: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...examples.map(([command]) => command.length));
  const lines = examples.map(([command, meaning]) => `  ${command.padEnd(width)}  # ${meaning}`);
  return `\nExamples:\n${lines.join("\n")}`;
}
