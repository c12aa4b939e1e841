/** A tag that Atlas stores with a project or deployment and shows in its console and on the bill. */
export interface Tag {
  /**
   * Name of the tag. Unique within its list.
   * @minLength 1
   * @maxLength 255
   * @pattern ^[a-zA-Z0-9][a-zA-Z0-9 @_.+`;`-]*$
   */
  key: string;
  /**
   * Value of the tag.
   * @minLength 1
   * @maxLength 255
   * @pattern ^[a-zA-Z0-9][a-zA-Z0-9 @_.+`;`-]*$
   */
  value: string;
}

/** A label that Atlas stores with a deployment or database user. It shows in no console; for one that does, use tags. */
export interface Label {
  /**
   * Name of the label.
   * @maxLength 255
   */
  key: string;
  /** Value of the label. */
  value: string;
}
