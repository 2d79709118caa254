// What extends Function: a signature, a method, what can be called as well.
export type Deep<T> = T extends Function ? T : T extends object ? { [P in keyof T]?: Deep<T[P]> } : T;

interface Options {
  base: number | ((scale: number) => number);
  inner: { on?: () => void; name: string };
  run(x: number): void;
}

interface Defaults {
  state?: unknown;
}

interface States<S, D extends Defaults> {
  chosen?: S & D["state"] & { disabled?: boolean };
}

export interface Holder extends States<{ color: string }, Defaults> {
  options: Deep<Options>;
}
