export interface FirstAudioDeltaEvent {
  type: 'first.audio.delta';
  id: string;
  text: string;
}

export interface OtherAudioDeltaEvent {
  type: 'other.audio.delta';
  id: string;
  text: string;
}

export interface Done {
  type: 'done';
}

export type ServerEvent = FirstAudioDeltaEvent | OtherAudioDeltaEvent | Done;
