/** Whether a project file can declare an input variable of this name (HCL's identifiers). */
export function isVariableName(name: string): boolean {
  return /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name);
}
