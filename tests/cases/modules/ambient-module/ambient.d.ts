declare module 'some-ambient-module' {
  export interface Inside {
    id: string;
  }
}
