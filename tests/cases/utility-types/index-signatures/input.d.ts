export interface Request {
  messages: string[];
  model?: string;
  options?: { limit: number };
  [key: string]: unknown;
}
/** The index signature covers every name: nothing else is left. */
export type Multi = Omit<Request, 'options'> & { options: { instances: string[] } };
export type Picked = Pick<Request, 'model'>;
export type Kept = { [P in keyof Request]: Request[P] };
export type Known = { [P in keyof Request as string extends P ? never : P]: Request[P] };
export interface Listed { [index: number]: string; 0: 'zero'; name: string }
export interface Holder {
  key: keyof Listed;
  anything: unknown | undefined;
  maybe: any | undefined;
  open: 'a' | (string & NonNullable<unknown>);
}
