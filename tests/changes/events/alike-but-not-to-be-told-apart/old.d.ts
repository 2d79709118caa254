export interface AudioDeltaEvent {
  type: 'audio.delta';
  id: string;
  text: string;
}

export interface Done {
  type: 'done';
}

export type ServerEvent = AudioDeltaEvent | Done;
