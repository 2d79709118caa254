export type Kind = 'a' | 'b';
export interface Item {
  id: string;
}
export interface Box<T> {
  value: T;
}
export declare namespace Space {
  interface Deep {
    deep: true;
  }
}
export declare const LIMIT: 5;
export default interface Main {
  main: number;
}
