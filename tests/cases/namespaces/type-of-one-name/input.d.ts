/** A union whose members live in the namespace of the same name. */
export type Tool = Tool.Function | Tool.Search | 'none';
export namespace Tool {
  interface Function {
    type: 'function';
    name: string;
  }
  interface Search {
    type: 'search';
    filters?: Search.Filters;
  }
  namespace Search {
    interface Filters {
      domains?: Array<string> | null;
    }
  }
}
export interface Request {
  tools: Array<Tool>;
  Tool?: Tool.Function;
}
