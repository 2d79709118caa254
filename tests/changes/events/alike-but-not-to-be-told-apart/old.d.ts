export interface OldEvent {
  type: 'old';
  id: string;
  text: string;
}

export interface Done {
  type: 'done';
}

export type ServerEvent = OldEvent | Done;
