export declare enum Op { Hello = 0, Identify = 1, Event = 5 }
export declare enum Status { Online = 'online', Idle = 'idle', Invisible = 'invisible' }
/** Keys that are members of an enum. */
export interface Payloads {
  [Op.Hello]: { version: string };
  [Op.Identify]: { token: string };
  [Status.Online]?: boolean;
}
export type Seen = Exclude<Status, Status.Invisible>;
export type Some = Extract<Status, 'idle' | 'other'>;
export type Whole = Exclude<Status | 'more' | null, null>;
export type IsText<T> = T extends string ? 'text' : 'number';
export type Copy<T> = { [K in keyof T]: T[K] extends Exclude<T[K], undefined> ? Copy<T[K]> : Copy<T[K]> | undefined };
export interface Message<O extends Op> { op: O; data: O extends keyof Payloads ? Payloads[O] : null }
export interface Holder {
  seen: Seen;
  some: Some;
  whole: Whole;
  kinds: IsText<Op | Status>;
  hello: Message<Op.Hello>;
  event: Message<Op.Event>;
  any: Payloads[Op.Hello | Op.Identify];
  copy: Copy<{ status?: Status; op: Op }>;
  of: { [S in Seen]: S };
  member: 0 extends Op.Hello ? true : false;
  text: 'idle' extends Status ? true : false;
}
