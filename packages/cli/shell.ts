import type { ApiClient } from './api-client.ts';
import type { Language, Words } from './messages.ts';
import type { SessionOptions } from './session.ts';

/** What a command needs of its surroundings: options that hold for all, the API, and somewhere to print. */
export interface Shell {
  context(): { language: Language; words: Words; json: boolean };
  /** Who was named on the command line, and where. */
  sessionOptions(): SessionOptions;
  /** A logged-in client; made when a command first asks for it. */
  api(): ApiClient;
  print(text: string): void;
  printJson(value: unknown): void;
  /** Where progress goes, so that what is printed can be piped on. */
  progress: NodeJS.WriteStream;
}
