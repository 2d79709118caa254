export type Voice = 'alloy' | 'echo';

export interface Page<T> {
  items: T[];
}

export interface Base {
  type: string;
  id?: string;
}

export enum Mode {
  On = 'on',
  Off = 'off',
}

export interface Ask extends Base {
  type: 'ask';
  voice: Voice;
  pages: Page<string>;
  numbers: Array<number>;
  labels: Record<string, string>;
  mode: Mode;
  maybe: string | undefined;
}

export interface AskAgain {
  type: 'ask.again';
}

export type ClientEvent = Ask | AskAgain;
