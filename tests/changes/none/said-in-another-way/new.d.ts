export type Voice = 'echo' | 'alloy';

export interface Base {
  id?: string;
  type: string;
}

export interface Page<T> {
  items: T[];
}

export type Mode = 'on' | 'off';

export type Ask = {
  id?: string;
  type: 'ask';
  voice: 'alloy' | 'echo';
  pages: Page<string>;
  numbers: number[];
  labels: { [name: string]: string };
  mode: Mode;
  maybe?: string;
};

export interface AskAgain {
  type: 'ask.again';
}

export type ClientEvent = AskAgain | Ask;
