export interface Told {
  type: 'told';
  text?: string;
}

export interface Done {
  type: 'done';
}

export type ServerEvent = Told;
