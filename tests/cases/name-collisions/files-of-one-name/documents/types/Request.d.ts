export interface Request {
  document: string;
}
export namespace Request {
  interface Page {
    document: number;
  }
}
