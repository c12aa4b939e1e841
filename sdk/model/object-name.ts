/** Where an object lives, as a status reports it. */
export interface ObjectName {
  /** Name of the object. */
  name: string;
  /** Namespace of the object. */
  namespace?: string;
}
