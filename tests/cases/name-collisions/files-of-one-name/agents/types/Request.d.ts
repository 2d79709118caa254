export interface Request {
  agent: string;
}
export namespace Request {
  interface Page {
    agent: number;
  }
}
export interface RequestPage {
  size: number;
}
