/** An engine event, as in Pulumi's `apitype.EngineEvent`: a sequence number and one member that names its kind. */
export interface PulumiEvent {
  sequence: number;
  timestamp: number;
  diagnosticEvent?: { urn?: string; message: string; severity: string; ephemeral?: boolean };
  resourcePreEvent?: { metadata: StepMetadata; planning?: boolean };
  resOutputsEvent?: { metadata: StepMetadata; planning?: boolean };
  resOpFailedEvent?: { metadata: StepMetadata; status: number };
  summaryEvent?: { resourceChanges: Record<string, number>; durationSeconds: number };
  preludeEvent?: { config: Record<string, string> };
}

/** One step of the plan: what the engine does to which resource. */
export interface StepMetadata {
  /** `create`, `update`, `delete`, `replace`, `same`, `read`, `refresh`, … */
  op: string;
  urn: string;
  type: string;
  diffs?: string[] | null;
  detailedDiff?: Record<string, { kind: string; inputDiff: boolean }> | null;
  keys?: string[] | null;
}
