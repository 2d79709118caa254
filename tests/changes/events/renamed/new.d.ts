export interface ResponseAudioDeltaEvent {
  type: 'response.output_audio.delta';
  response_id: string;
  delta: string;
}

export interface ResponseOutputAudioDoneEvent {
  type: 'response.output_audio.done';
  response_id: string;
}

export interface BufferClear {
  type: 'input_buffer.clear';
  event_id?: string;
}

export interface BufferCommit {
  type: 'buffer.commit';
  event_id?: string;
}

export type ClientEvent = BufferClear | BufferCommit;

export type ServerEvent = ResponseAudioDeltaEvent | ResponseOutputAudioDoneEvent;
