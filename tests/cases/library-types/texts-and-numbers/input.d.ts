// Types of the web that JSON carries, and what utility types make of the others.
type Loose<T extends string> = T | Omit<T, T>;

export interface Stroke {
  cap: CanvasLineCap;
  at: DOMHighResTimeStamp;
  unit: Loose<'px' | 'em'>;
  event: MouseEvent & { zoom: number };
  candidate?: Pick<RTCIceCandidateInit, 'candidate'>;
}

export interface Failure extends Error {
  code: number;
}
