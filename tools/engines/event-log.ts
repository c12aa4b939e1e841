import { type FileHandle, open } from "node:fs/promises";
import type { PulumiEvent } from "./pulumi-event";

const POLL_MS = 25;

/** Follows an event log while the CLI writes it, so that a test can act in the middle of a run. */
export class EventLogReader {
  private handle: FileHandle | undefined;
  private rest = "";
  private stopped = false;
  private readonly loop: Promise<void>;

  constructor(
    private readonly file: string,
    private readonly onEvent: (event: PulumiEvent) => void,
  ) {
    this.loop = this.follow();
  }

  /** Delivers what is left and closes the file. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      await this.drain();
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    await this.drain();
    await this.handle?.close();
  }

  private async drain(): Promise<void> {
    this.handle ??= await this.tryOpen();
    if (this.handle === undefined) return;
    const buffer = Buffer.alloc(65_536);
    for (;;) {
      const { bytesRead } = await this.handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return;
      const lines = (this.rest + buffer.toString("utf8", 0, bytesRead)).split("\n");
      this.rest = lines.pop() ?? "";
      for (const line of lines) this.onEvent(JSON.parse(line) as PulumiEvent);
    }
  }

  private async tryOpen(): Promise<FileHandle | undefined> {
    try {
      return await open(this.file, "r");
    } catch (error) {
      if (error instanceof Error && (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }
}
