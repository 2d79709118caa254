export interface Session {
  id: string;
}
export interface Session {
  /** Told in the second declaration. */
  model?: string;
}
export namespace Session {
  export interface Tool {
    name: string;
  }
}
export interface Session {
  tools: Array<Session.Tool>;
}
export namespace Session {
  export interface Choice {
    tool: Tool;
  }
}
