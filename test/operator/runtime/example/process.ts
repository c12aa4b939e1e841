import { join } from "node:path";
import { Program } from "../harness/program";
import type { ExampleSettings } from "./main";

/** The example, running as a process of its own. */
export class ExampleProcess extends Program<ExampleSettings> {
  constructor(settings: ExampleSettings) {
    super(join(__dirname, "main.ts"), settings, settings.identity);
  }
}
