export interface ResponseAudioDeltaEvent {
  type: 'response.audio.delta';
  response_id: string;
  delta: string;
}

export interface ResponseAudioDoneEvent {
  type: 'response.audio.done';
  response_id: string;
}

export interface BufferClear {
  type: 'buffer.clear';
  event_id?: string;
}

export interface BufferCommit {
  type: 'buffer.commit';
  event_id?: string;
}

export type ClientEvent = BufferClear | BufferCommit;

export type ServerEvent = ResponseAudioDeltaEvent | ResponseAudioDoneEvent;
