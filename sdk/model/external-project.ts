/** Names a project by its id in Atlas, for a project that is not declared beside the referring object. */
export interface ExternalProjectRef {
  /** Id of the project: 24 hexadecimal digits. */
  id: string;
}
