export interface Envelope<T> {
  payload: T;
  trace?: Array<T>;
}
export type Head = { id: string; kind?: 'a' | 'b' };
export interface StringEnvelope extends Envelope<string>, Head {
  size: number;
}
export interface NestedEnvelope extends Envelope<{ inner: boolean }> {}
export interface PickedHead extends Pick<Head, 'id'>, Partial<StringEnvelope2> {}
interface StringEnvelope2 {
  left: number;
  right: string | null;
}
