export declare class Socket {
  static readonly OPEN: 1;
  static readonly CLOSED: 3;
  static readonly again: typeof Socket;
  private static secret: string;
  static connect(url: string): Socket;
  constructor(url: string);
  readonly url: string;
}
export declare class Secure extends Socket {
  static readonly CLOSED: 4;
  cipher: string;
}
/** Nothing of it is data: a class is a function. */
export declare class Plain {
  name: string;
}
export declare namespace tools {
  export const version: '2';
  export enum Level { Low = 'low', High = 'high' }
  export namespace inner {
    const limit: 10;
    interface Unused { a: string }
  }
  namespace types {
    interface Unused { a: string }
  }
  namespace _delete {
    const code: 'delete';
  }
  export { _delete as delete };
  function run(): void;
  export class Runner {
    static retries: number;
  }
}
declare const Made: typeof Secure;
/** It extends what a constant makes. */
export declare class Derived extends Made {
  extra?: number;
}
export interface Uses {
  socket: typeof Socket;
  secure: typeof Secure;
  plain: typeof Plain;
  closed: typeof Secure.CLOSED;
  tools: typeof tools;
  level: typeof tools.inner.limit;
  made: InstanceType<typeof Secure>;
  parameters: ConstructorParameters<typeof Secure>;
  derived: Derived;
}
