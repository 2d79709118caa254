export interface FirstEvent {
  type: 'first';
  id: string;
  text: string;
}

export interface OtherEvent {
  type: 'other';
  id: string;
  text: string;
}

export interface Done {
  type: 'done';
}

export type ServerEvent = FirstEvent | OtherEvent | Done;
